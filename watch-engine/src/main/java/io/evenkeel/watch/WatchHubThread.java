package io.evenkeel.watch;

/** The thread that steps a {@link WatchHub}, and sleeps while there is nothing to do. */
public final class WatchHubThread {

    private final WatchHub hub;
    private final Thread thread;
    private volatile boolean closing;

    /** @param fatal told when the hub dies of a broken invariant: no watch can be trusted to go on */
    public WatchHubThread(WatchHub hub, Thread.UncaughtExceptionHandler fatal) {
        this.hub = hub;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("watch-hub")
                .uncaughtExceptionHandler(fatal)
                .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        Doorbell doorbell = hub.doorbell();
        while (!closing) {
            doorbell.take();
            long idleNanos = hub.step();
            if (idleNanos > 0) {
                doorbell.await(idleNanos);
            }
        }
    }

    /** Stops once the step under way is done. {@link WatchHub#closeAll} tells the clients before. */
    public void stop() throws InterruptedException {
        closing = true;
        hub.doorbell().ring();
        thread.join();
    }
}
