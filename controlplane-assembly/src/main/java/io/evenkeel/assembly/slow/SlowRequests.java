package io.evenkeel.assembly.slow;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs unary requests that took long, as etcd does, from their arrival to their answer: so many that one sees what is slow, and not
 * so many that they hide the rest.
 */
public final class SlowRequests implements ServerInterceptor {

    private static final Logger logger = LoggerFactory.getLogger(SlowRequests.class);
    private static final int LINES = 10;
    private static final Duration EACH_WHILE = Duration.ofSeconds(10);

    private final long thresholdNanos;
    private final LineBudget budget = new LineBudget(LINES, EACH_WHILE);

    /** @param threshold what takes longer is logged */
    public SlowRequests(Duration threshold) {
        this.thresholdNanos = threshold.toNanos();
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        var timed = new TimedCall<>(call);
        return new SimpleForwardingServerCallListener<>(next.startCall(timed, headers)) {
            @Override
            public void onMessage(Q message) {
                timed.begin(message);
                super.onMessage(message);
            }
        };
    }

    private final class TimedCall<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private volatile @Nullable Q request;
        private long beganNanos;
        private long responseBytes;

        TimedCall(ServerCall<Q, R> call) {
            super(call);
        }

        void begin(Q message) {
            beganNanos = System.nanoTime();
            request = message;
        }

        @Override
        public void sendMessage(R message) {
            responseBytes = bytes(message);
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            Q about = request;
            if (about != null) {
                long now = System.nanoTime();
                if (now - beganNanos > thresholdNanos) {
                    tell(about, now, status);
                }
            }
        }

        private void tell(Q about, long now, Status status) {
            budget.take(now).ifPresent(heldBack -> {
                if (heldBack > 0) {
                    logger.warn("{} more requests were slow and are not listed", heldBack);
                }
                logger.warn(
                        "{} took {} ms, {}: {}, request of {} bytes, response of {}",
                        getMethodDescriptor().getFullMethodName(),
                        Duration.ofNanos(now - beganNanos).toMillis(),
                        status.getCode(),
                        RequestText.of(about),
                        bytes(about),
                        responseBytes);
            });
        }

        private static long bytes(Object message) {
            return message instanceof MessageLite known ? known.getSerializedSize() : 0;
        }
    }
}
