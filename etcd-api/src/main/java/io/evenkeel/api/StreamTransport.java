package io.evenkeel.api;

import io.evenkeel.mvcc.read.CallStages;
import io.evenkeel.mvcc.read.Stage;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response stream for a sender that waits: {@link #awaitReady} holds it until the client has taken what it was sent. All
 * but the constructor is for one thread.
 */
final class StreamTransport<R> {

    private final ServerCallStreamObserver<R> client;
    private final CallStages stages;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /**
     * To be called before the call's method returns.
     *
     * @param stages told when it is the client that the call waits for
     * @param whenOver called when the client has everything or is gone
     */
    StreamTransport(ServerCallStreamObserver<R> client, CallStages stages, Runnable whenOver) {
        this.client = client;
        this.stages = stages;
        client.setOnReadyHandler(this::wake);
        client.setOnCloseHandler(whenOver);
        client.setOnCancelHandler(() -> {
            whenOver.run();
            wake();
        });
    }

    /** Waits until the client takes more; false when it has gone away. */
    boolean awaitReady() {
        lock.lock();
        try {
            if (waitsForClient()) {
                stages.enter(Stage.CLIENT);
                while (waitsForClient()) {
                    changed.awaitUninterruptibly();
                }
                stages.enter(Stage.WORK);
            }
            return !client.isCancelled();
        } finally {
            lock.unlock();
        }
    }

    private boolean waitsForClient() {
        return !client.isReady() && !client.isCancelled();
    }

    void send(R response) {
        client.onNext(response);
    }

    void complete() {
        client.onCompleted();
    }

    void fail(Throwable failure) {
        client.onError(GrpcErrors.of(failure));
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
