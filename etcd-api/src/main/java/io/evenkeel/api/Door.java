package io.evenkeel.api;

import com.google.protobuf.MessageLite;
import io.evenkeel.api.UntakenAnswers.Untaken;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Where clients' calls come in. It bounds how many are open and how much their requests take, and so everything in which calls
 * wait: for the barrier, for room, for connections of the database, for leases. What is beyond is refused at once.
 *
 * <p>{@link LastingCalls} are counted apart: however many watch, there are requests to be answered.
 */
final class Door implements ServerInterceptor {

    private static final Status TOO_MANY =
            EtcdError.TOO_MANY_REQUESTS.asException().getStatus();

    private final CallLimits limits;
    private final UntakenAnswers untaken;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger lasting = new AtomicInteger();
    private final AtomicLong requestBytes = new AtomicLong();

    Door(CallLimits limits, UntakenAnswers untaken) {
        this.limits = limits;
        this.untaken = untaken;
    }

    /** How many calls are open. */
    int open() {
        return requests.get() + lasting.get();
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        boolean lasts = LastingCalls.include(call.getMethodDescriptor());
        AtomicInteger open = lasts ? lasting : requests;
        if (open.incrementAndGet() > limits.calls()) {
            open.decrementAndGet();
            call.close(TOO_MANY, new Metadata());
            return new ServerCall.Listener<>() {};
        }
        try {
            if (lasts) {
                return new OpenCall<>(next.startCall(call, headers), open);
            }
            ClientConnection connection = call.getAttributes().get(ClientConnection.KEY);
            var sending = new Sending<>(call, connection == null ? () -> {} : connection);
            return new OpenRequest<>(next.startCall(sending, headers), open, sending);
        } catch (RuntimeException | Error e) {
            open.decrementAndGet();
            throw e;
        }
    }

    private static class OpenCall<ReqT> extends SimpleForwardingServerCallListener<ReqT> {

        private final AtomicInteger open;

        OpenCall(ServerCall.Listener<ReqT> service, AtomicInteger open) {
            super(service);
            this.open = open;
        }

        /** One of this and the next is called, once. */
        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        void end() {
            open.decrementAndGet();
        }
    }

    /** A call with one request. */
    private final class OpenRequest<ReqT> extends OpenCall<ReqT> {

        private final Sending<?, ?> sending;
        private long bytes;
        private boolean refused;

        OpenRequest(ServerCall.Listener<ReqT> service, AtomicInteger open, Sending<?, ?> sending) {
            super(service, open);
            this.sending = sending;
        }

        @Override
        public void onMessage(ReqT request) {
            bytes += ((MessageLite) request).getSerializedSize();
            if (requestBytes.addAndGet(bytes) > limits.requestBytes()) {
                refused = true;
                sending.close(TOO_MANY, new Metadata());
            } else {
                super.onMessage(request);
            }
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        @Override
        public void onReady() {
            sending.taken();
            super.onReady();
        }

        @Override
        void end() {
            super.end();
            sending.taken();
            requestBytes.addAndGet(-bytes);
        }
    }

    /** Sees what is sent to the client of a call with one request. */
    private final class Sending<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {

        private final ClientConnection connection;
        private volatile @Nullable Untaken sent;

        Sending(ServerCall<ReqT, RespT> call, ClientConnection connection) {
            super(call);
            this.connection = connection;
        }

        @Override
        public void sendMessage(RespT answer) {
            int bytes = ((MessageLite) answer).getSerializedSize();
            if (bytes >= UntakenAnswers.LARGE_BYTES) {
                taken();
                sent = untaken.sent(connection, bytes);
            }
            super.sendMessage(answer);
        }

        void taken() {
            Untaken before = sent;
            if (before != null) {
                untaken.taken(before);
                sent = null;
            }
        }
    }
}
