package io.evenkeel.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tasks with threads of their own of which only one runs at any time, each up to its next {@link #pause} or its end, when it is
 * told to. What happens depends on nothing but the order of these calls.
 */
final class Turns {

    private final List<Task> tasks = new ArrayList<>();
    private static final ThreadLocal<@Nullable Task> CURRENT = new ThreadLocal<>();
    private final BiConsumer<Object, Throwable> onFailure;

    /** Ends a task whose replica is dead. */
    static final class Killed extends Error {}

    private static final class Task {
        private final Object owner;
        private final Semaphore mayRun = new Semaphore(0);
        private final Semaphore paused = new Semaphore(0);
        private boolean killed;
        private boolean done;

        Task(Object owner) {
            this.owner = owner;
        }
    }

    /** @param onFailure told of what ended a task of which owner before its time */
    Turns(BiConsumer<Object, Throwable> onFailure) {
        this.onFailure = onFailure;
    }

    /** Adds a task; it does not run yet. */
    void add(Object owner, Runnable work) {
        Task task = new Task(owner);
        tasks.add(task);
        Thread.ofVirtual().start(() -> {
            task.mayRun.acquireUninterruptibly();
            CURRENT.set(task);
            try {
                if (!task.killed) {
                    work.run();
                }
            } catch (Killed end) {
                // as a process that is gone
            } catch (Throwable failure) {
                onFailure.accept(owner, failure);
            } finally {
                task.done = true;
                task.paused.release();
            }
        });
    }

    /** Called by a task: lets others go on for a while. */
    void pause() {
        Task task = CURRENT.get();
        if (task != null) {
            task.paused.release();
            task.mayRun.acquireUninterruptibly();
            if (task.killed) {
                throw new Killed();
            }
        }
    }

    /** Lets one of the tasks go on whose owner may; false when there is none. */
    boolean resumeAny(RandomGenerator random, Predicate<Object> mayRun) {
        List<Task> able = tasks.stream().filter(task -> mayRun.test(task.owner)).toList();
        if (able.isEmpty()) {
            return false;
        }
        resume(able.get(random.nextInt(able.size())));
        return true;
    }

    /** Ends all tasks of these owners, wherever they are. */
    void kill(Predicate<Object> owners) {
        for (Task task : List.copyOf(tasks)) {
            if (owners.test(task.owner)) {
                task.killed = true;
                resume(task);
            }
        }
    }

    private void resume(Task task) {
        task.mayRun.release();
        task.paused.acquireUninterruptibly();
        if (task.done) {
            tasks.remove(task);
        }
    }
}
