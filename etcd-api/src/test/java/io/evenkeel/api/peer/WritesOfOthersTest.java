package io.evenkeel.api.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.peer.ForwardedAnswer;
import io.evenkeel.api.proto.peer.ForwardedAnswers;
import io.evenkeel.api.proto.peer.ForwardedWrite;
import io.evenkeel.api.proto.peer.ForwardedWrites;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WritesOfOthersTest {

    private static final long CLUSTER = 7;

    private final CompletableFuture<Written> written = new CompletableFuture<>();
    private final WritesOfOthers writes = new WritesOfOthers(
            CLUSTER,
            1,
            (request, room) -> written,
            () -> 0,
            () -> {},
            new ForwardedFailures(failure -> Status.UNAVAILABLE.asRuntimeException()),
            () -> Runnable::run);
    private final List<ForwardedAnswers> sent = new ArrayList<>();
    private final StreamObserver<ForwardedWrites> caller = writes.forward(new Recorder(sent));

    @Test
    void entriesOfABatchGoOutWithTheAnswersToItsWrites() {
        forward();

        writes.hold();
        passOn(2);
        written.complete(Written.getDefaultInstance());
        assertThat(sent).isEmpty();
        writes.release();

        assertThat(sent).hasSize(1);
        assertThat(sent.getFirst().getEntriesList()).hasSize(1);
        assertThat(sent.getFirst().getAnswersList())
                .extracting(ForwardedAnswer::getId)
                .containsExactly(1L);
    }

    @Test
    void whatIsReadFromTheLogGoesOutAtOnce() {
        forward();

        passOn(2);
        assertThat(sent).hasSize(1);
        writes.hold();
        writes.release();
        assertThat(sent).as("nothing to say").hasSize(1);
    }

    private void forward() {
        caller.onNext(ForwardedWrites.newBuilder()
                .setClusterId(CLUSTER)
                .setMemberId(2)
                .addWrites(ForwardedWrite.newBuilder().setId(1).setWrite(Write.getDefaultInstance()))
                .build());
        sent.clear();
    }

    private void passOn(long revision) {
        writes.passOn(
                new LogPosition(revision - 1, 1),
                List.of(new LogEntry(revision, 1, List.of(new Change.Delete(Key.of("k"), 1)))));
    }

    private static final class Recorder extends ServerCallStreamObserver<ForwardedAnswers> {

        private final List<ForwardedAnswers> sent;

        Recorder(List<ForwardedAnswers> sent) {
            this.sent = sent;
        }

        @Override
        public void onNext(ForwardedAnswers message) {
            sent.add(message);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onCompleted() {}

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void setMessageCompression(boolean enable) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void request(int count) {}
    }
}
