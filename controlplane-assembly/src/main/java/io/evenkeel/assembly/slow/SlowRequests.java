package io.evenkeel.assembly.slow;

import com.google.protobuf.MessageLite;
import io.evenkeel.api.CurrentCall;
import io.evenkeel.api.LastingCalls;
import io.evenkeel.api.proto.KVGrpc;
import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs requests that took long, as etcd does, those whose answer is a stream of parts too, and where their time went, from their arrival until their clients have the
 * answer or are gone: so many that one sees what is slow, and not so many that they hide the rest.
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
        if (!endsWithAnswer(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        var answer = new Answer<>(call);
        return new TimedCall<>(next.startCall(answer, headers), answer);
    }

    /** How long others last is not up to this server; nor how long what servers tell each other. */
    private static boolean endsWithAnswer(MethodDescriptor<?, ?> method) {
        boolean answered = method.getType() == MethodType.UNARY
                || method.getFullMethodName()
                        .equals(KVGrpc.getRangeStreamMethod().getFullMethodName());
        return answered && !LastingCalls.include(method);
    }

    /** What the client is sent. */
    private static final class Answer<Q, R> extends SimpleForwardingServerCall<Q, R> {
        private volatile @Nullable StageTimes stages;
        private volatile Status.@Nullable Code code;
        private final AtomicLong bytes = new AtomicLong();

        Answer(ServerCall<Q, R> call) {
            super(call);
        }

        @Override
        public void sendMessage(R message) {
            bytes.addAndGet(sizeOf(message));
            super.sendMessage(message);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            code = status.getCode();
            StageTimes known = stages;
            if (known != null) {
                known.noteAnswered();
            }
            super.close(status, trailers);
        }
    }

    private final class TimedCall<Q> extends SimpleForwardingServerCallListener<Q> {
        private final Answer<Q, ?> answer;
        private @Nullable Q request;

        TimedCall(ServerCall.Listener<Q> service, Answer<Q, ?> answer) {
            super(service);
            this.answer = answer;
        }

        @Override
        public void onMessage(Q message) {
            request = message;
            answer.stages = new StageTimes(System::nanoTime);
            super.onMessage(message);
        }

        /** This is where the service begins. */
        @Override
        public void onHalfClose() {
            StageTimes stages = answer.stages;
            if (stages == null) {
                super.onHalfClose();
            } else {
                Context.current().withValue(CurrentCall.STAGES, stages).run(super::onHalfClose);
            }
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

        private void end() {
            StageTimes stages = answer.stages;
            Q about = request;
            if (stages != null && about != null) {
                stages.noteAnswered();
                if (stages.totalNanos() > thresholdNanos) {
                    tell(about, stages);
                }
            }
        }

        private void tell(Q about, StageTimes stages) {
            budget.take(System.nanoTime()).ifPresent(heldBack -> {
                if (heldBack > 0) {
                    logger.warn("{} more requests were slow and are not listed", heldBack);
                }
                Status.Code code = answer.code;
                logger.warn(
                        "{} took {} ms, {}: {}, request of {} bytes, response of {}; {}",
                        answer.getMethodDescriptor().getFullMethodName(),
                        Duration.ofNanos(stages.totalNanos()).toMillis(),
                        code == null ? "the client did not wait" : code,
                        RequestText.of(about),
                        sizeOf(about),
                        answer.bytes.get(),
                        stages.text());
            });
        }
    }

    private static long sizeOf(@Nullable Object message) {
        return message instanceof MessageLite known ? known.getSerializedSize() : 0;
    }
}
