package io.evenkeel.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** A thread of one replica: does what it is given in that order, one after the other. */
final class SimulatedThread implements Executor {

    private final Turns turns;
    private final Replica owner;
    private final Deque<Runnable> given = new ArrayDeque<>();
    private boolean running;

    SimulatedThread(Turns turns, Replica owner) {
        this.turns = turns;
        this.owner = owner;
    }

    @Override
    public void execute(Runnable task) {
        given.add(task);
        if (!running) {
            running = true;
            turns.add(owner, this::run);
        }
    }

    boolean isBusy() {
        return running;
    }

    private void run() {
        while (!given.isEmpty()) {
            given.remove().run();
            turns.pause();
        }
        running = false;
    }
}
