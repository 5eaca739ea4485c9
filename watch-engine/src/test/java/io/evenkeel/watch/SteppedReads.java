package io.evenkeel.watch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/**
 * An executor whose tasks run only when told to, each up to its next {@link #pause} or its end. They have threads of their
 * own, but only one thread runs at any time, so that what happens depends on nothing but the order of calls.
 */
final class SteppedReads implements Executor {

    private final List<Task> tasks = new ArrayList<>();
    private final Map<Thread, Task> byThread = new HashMap<>();

    private static final class Task {
        private final Semaphore mayRun = new Semaphore(0);
        private final Semaphore paused = new Semaphore(0);
        private boolean done;
    }

    @Override
    public void execute(Runnable command) {
        Task task = new Task();
        Thread thread = Thread.ofVirtual().unstarted(() -> {
            task.mayRun.acquireUninterruptibly();
            try {
                command.run();
            } finally {
                task.done = true;
                task.paused.release();
            }
        });
        tasks.add(task);
        byThread.put(thread, task);
        thread.start();
    }

    /** Called by a task: lets the others go on for a while. */
    void pause() {
        Task task = byThread.get(Thread.currentThread());
        if (task != null) {
            task.paused.release();
            task.mayRun.acquireUninterruptibly();
        }
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** Lets one of the tasks go on. */
    void stepAny(RandomGenerator random) {
        Task task = tasks.get(random.nextInt(tasks.size()));
        task.mayRun.release();
        task.paused.acquireUninterruptibly();
        if (task.done) {
            tasks.remove(task);
            byThread.values().remove(task);
        }
    }

    /** Lets all tasks end. */
    void finish(RandomGenerator random) {
        while (!tasks.isEmpty()) {
            stepAny(random);
        }
    }
}
