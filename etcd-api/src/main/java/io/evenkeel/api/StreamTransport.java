package io.evenkeel.api;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A response stream for a sender that waits: {@link #awaitReady} holds it until the client has taken what it was sent. All
 * but the constructor is for one thread.
 */
final class StreamTransport<R> {

    private final ServerCallStreamObserver<R> client;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /**
     * To be called before the call's method returns.
     *
     * @param whenOver called when the client has everything or is gone
     */
    StreamTransport(ServerCallStreamObserver<R> client, Runnable whenOver) {
        this.client = client;
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
            while (!client.isReady() && !client.isCancelled()) {
                changed.awaitUninterruptibly();
            }
            return !client.isCancelled();
        } finally {
            lock.unlock();
        }
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
