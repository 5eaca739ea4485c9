package io.evenkeel.mvcc.replica;

import java.util.function.Consumer;

/** The thread that steps one {@link Agent} until it is closed. */
public final class AgentThread implements AutoCloseable {

    private final Agent agent;
    private final Consumer<Throwable> onFailure;
    private final Thread thread;
    private volatile boolean closed;

    /** @param onFailure told of what ended the agent before its time: a broken invariant; the process should not go on */
    public AgentThread(String name, Agent agent, Consumer<Throwable> onFailure) {
        this.agent = agent;
        this.onFailure = onFailure;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    public AgentThread start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!closed) {
                agent.signal().lower();
                long idleNanos = agent.step();
                if (idleNanos > 0 && !closed) {
                    agent.signal().await(idleNanos);
                }
            }
        } catch (Throwable e) {
            onFailure.accept(e);
        }
    }

    /** Lets the running step end and waits for it. */
    @Override
    public void close() {
        closed = true;
        agent.signal().raise();
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
