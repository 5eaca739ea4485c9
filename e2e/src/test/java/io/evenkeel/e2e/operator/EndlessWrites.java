package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.kubernetes.ConfigMaps;
import io.evenkeel.e2e.tools.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Somebody who creates, changes and deletes objects, one after the other, until told to stop. */
final class EndlessWrites {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ConfigMaps objects;
    private final String name;
    private final CompletableFuture<Void> end;
    private volatile int done;
    private volatile boolean stopped;

    /** @param name what the names of its objects begin with */
    EndlessWrites(ConfigMaps objects, String name) {
        this.objects = objects;
        this.name = name;
        this.end =
                CompletableFuture.runAsync(this::run, task -> Thread.ofVirtual().start(task));
    }

    private void run() {
        for (int i = 0; !stopped; i++) {
            String object = "%s-%05d".formatted(name, i);
            objects.create(object);
            objects.change(object, 1);
            objects.change(object, 2);
            if (i % 3 == 0) {
                objects.delete(object);
            }
            done = i + 1;
        }
    }

    /** Waits for so many objects more than there are now to be done. */
    void awaitMore(int count) {
        int until = done + count;
        Await.until(
                () -> name + " to come to " + until + ", is at " + done, LIMIT, () -> end.isDone() || done >= until);
        if (end.isDone()) {
            end.join();
        }
    }

    /** What it has written, when it has ended. */
    ConfigMaps stop() {
        stopped = true;
        end.join();
        return objects;
    }
}
