package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.Entries;
import io.evenkeel.api.proto.peer.ForwardedAnswer;
import io.evenkeel.api.proto.peer.ForwardedAnswers;
import io.evenkeel.api.proto.peer.ForwardedWrite;
import io.evenkeel.api.proto.peer.ForwardedWrites;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.WritesGrpc;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One stream of writes to the server that leads. It ends once, for good: what was not sent by then was not taken, and of
 * what was sent and not answered the outcome is unknown.
 */
final class LeaderLink {

    /** With one more write, of the largest size that is allowed, still less than a server takes as one message. */
    private static final int MESSAGE_BYTES = 256 << 10;

    private final Member leader;
    private final ManagedChannel channel;
    private final KeyValueStore store;
    private final LongSupplier nanoTime;
    private final Batching sending;
    private final Executor sender;
    private final AtomicLong ids = new AtomicLong();
    private final Queue<Waiting> toSend = new ConcurrentLinkedQueue<>();
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private final StreamObserver<ForwardedWrites> stream;
    private volatile long othersWroteAt;
    private volatile boolean greeted;
    private volatile boolean closing;
    private volatile boolean ended;

    private static final class Waiting {
        private final long id;
        private final Write write;
        private final long sinceNanos;
        private final CompletableFuture<Optional<Written>> answer = new CompletableFuture<>();
        private volatile boolean sent;

        Waiting(long id, Write write, long sinceNanos) {
            this.id = id;
            this.write = write;
            this.sinceNanos = sinceNanos;
        }

        void giveUp() {
            if (sent) {
                answer.completeExceptionally(Refusal.TIMED_OUT.asException());
            } else {
                answer.complete(Optional.empty());
            }
        }
    }

    /** Opens the stream on a channel that becomes the link's own. */
    LeaderLink(Member leader, PeerChannel peer, KeyValueStore store, LongSupplier nanoTime) {
        this.leader = leader;
        this.channel = peer.channel();
        this.store = store;
        this.nanoTime = nanoTime;
        this.sender = peer.thread();
        this.othersWroteAt = nanoTime.getAsLong();
        this.sending = new Batching(sender, this::sendAll);
        this.stream = WritesGrpc.newStub(channel).forward(new Answers());
        sender.execute(
                () -> send(message().setMemberId(store.membership().self().id()).build()));
    }

    Member leader() {
        return leader;
    }

    /** Whether the leader is there and takes writes. */
    boolean isUp() {
        return greeted && !closing && !ended;
    }

    boolean hasBeenUp() {
        return greeted;
    }

    boolean hasEnded() {
        return ended;
    }

    /** When the leader last told of a write that was not forwarded here. */
    long othersWroteAt() {
        return othersWroteAt;
    }

    /** Completes with the response, with nothing when the write was certainly not taken, or exceptionally. */
    CompletableFuture<Optional<Written>> write(Write write) {
        var one = new Waiting(ids.incrementAndGet(), write, nanoTime.getAsLong());
        waiting.put(one.id, one);
        toSend.add(one);
        sending.request();
        if (ended) {
            // The end may have been before this one was on the list.
            sender.execute(this::giveUpAll);
        }
        return one.answer;
    }

    private void sendAll() {
        for (Waiting next = toSend.poll(); next != null; ) {
            var message = message();
            int bytes = 0;
            for (; next != null && bytes < MESSAGE_BYTES; next = toSend.poll()) {
                if (ended || closing) {
                    waiting.remove(next.id);
                    next.giveUp();
                } else {
                    next.sent = true;
                    message.addWrites(ForwardedWrite.newBuilder().setId(next.id).setWrite(next.write));
                    bytes += next.write.getSerializedSize();
                }
            }
            if (message.getWritesCount() > 0) {
                send(message.build());
            }
        }
    }

    private ForwardedWrites.Builder message() {
        return ForwardedWrites.newBuilder().setClusterId(store.clusterId());
    }

    private void send(ForwardedWrites message) {
        try {
            stream.onNext(message);
        } catch (IllegalStateException e) {
            // The stream has ended meanwhile. Whether anything of this was taken is as unknown as else.
            end();
        }
    }

    /** Ends the link when the leader has kept a write waiting for longer than this, or takes no more and has answered all. */
    void review(long nanos) {
        endIfDone();
        long now = nanoTime.getAsLong();
        if (waiting.values().stream().anyMatch(one -> now - one.sinceNanos > nanos)) {
            end();
        }
    }

    void end() {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            sender.execute(this::giveUpAll);
            // The leader has sent what may not have arrived, and woke nobody up for it.
            store.readLogSoon();
        }
    }

    /** On the sender's thread, which alone knows what was sent. */
    private void giveUpAll() {
        sendAll();
        waiting.values().forEach(Waiting::giveUp);
        waiting.clear();
    }

    private void endIfDone() {
        if (closing && waiting.isEmpty()) {
            end();
        }
    }

    private final class Answers implements StreamObserver<ForwardedAnswers> {

        private long writesOfOthers;

        @Override
        public void onNext(ForwardedAnswers message) {
            if (!greeted && message.getMemberId() != leader.id()) {
                // The address that the leader advertises leads to somebody else, perhaps to this very server.
                end();
                return;
            }
            if (message.getClosing()) {
                closing = true;
                sending.request();
            }
            if (message.getWritesOfOthers() != writesOfOthers) {
                writesOfOthers = message.getWritesOfOthers();
                othersWroteAt = nanoTime.getAsLong();
            }
            greeted = true;
            message.getEntriesList().forEach(this::passOn);
            message.getAnswersList().forEach(this::tell);
            endIfDone();
        }

        private void passOn(Entries message) {
            PassedOnEntries passedOn = PassedOnEntries.decode(message);
            store.passOn(passedOn.after(), passedOn.entries());
        }

        private void tell(ForwardedAnswer answer) {
            Waiting one = waiting.remove(answer.getId());
            if (one != null) {
                switch (answer.getAnswerCase()) {
                    case WRITTEN -> one.answer.complete(Optional.of(answer.getWritten()));
                    case FAILURE -> one.answer.completeExceptionally(ForwardedFailures.decode(answer.getFailure()));
                    case NOT_TAKEN, ANSWER_NOT_SET -> one.answer.complete(Optional.empty());
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            end();
        }

        @Override
        public void onCompleted() {
            end();
        }
    }
}
