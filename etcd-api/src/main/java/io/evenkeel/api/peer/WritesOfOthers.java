package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.Entries;
import io.evenkeel.api.proto.peer.ForwardedAnswer;
import io.evenkeel.api.proto.peer.ForwardedAnswers;
import io.evenkeel.api.proto.peer.ForwardedWrite;
import io.evenkeel.api.proto.peer.ForwardedWrites;
import io.evenkeel.api.proto.peer.NotTaken;
import io.evenkeel.api.proto.peer.WritesGrpc;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.replica.Relay;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Does the writes that other servers of the store forward to this one, and passes on to them what it has applied. */
final class WritesOfOthers extends WritesGrpc.WritesImplBase implements Relay {

    private static final int MESSAGE_BYTES = 1 << 20;

    private final long clusterId;
    private final long memberId;
    private final Writer writer;
    private final LongSupplier writes;
    private final Runnable wakeUp;
    private final ForwardedFailures failures;
    private final Supplier<Executor> callThread;
    private final Set<Caller> callers = new CopyOnWriteArraySet<>();
    private volatile boolean held;
    private volatile boolean closing;

    /**
     * @param writes how many writes this server knows of, its own and those of others
     * @param wakeUp wakes all other servers up
     * @param callThread the one thread that writes to the connection of the call that is being made
     */
    WritesOfOthers(
            long clusterId,
            long memberId,
            Writer writer,
            LongSupplier writes,
            Runnable wakeUp,
            ForwardedFailures failures,
            Supplier<Executor> callThread) {
        this.clusterId = clusterId;
        this.memberId = memberId;
        this.writer = writer;
        this.writes = writes;
        this.wakeUp = wakeUp;
        this.failures = failures;
        this.callThread = callThread;
    }

    /** Entries that this server has applied, and the position before them. May be called with any lock held. */
    void passOn(LogPosition after, List<LogEntry> entries) {
        if (!callers.isEmpty()) {
            var passedOn = new Parcel(new PassedOnEntries(after, entries));
            callers.forEach(caller -> caller.pass(passedOn));
        }
    }

    /** The entries of a batch and the answers to its writes go out in one message. */
    @Override
    public void hold() {
        held = true;
    }

    @Override
    public void release() {
        held = false;
        callers.forEach(Caller::sendIfAny);
    }

    @Override
    public boolean reaches(long member, long revision) {
        for (Caller caller : callers) {
            if (caller.memberId == member && caller.sameStore && caller.keepsUp && caller.promised >= revision) {
                return true;
            }
        }
        return false;
    }

    @Override
    public StreamObserver<ForwardedWrites> forward(StreamObserver<ForwardedAnswers> answers) {
        var caller = new Caller((ServerCallStreamObserver<ForwardedAnswers>) answers, callThread.get());
        callers.add(caller);
        caller.tell(ForwardedAnswers.newBuilder()
                .setMemberId(memberId)
                .setClosing(closing)
                .build());
        return caller;
    }

    /** Takes nothing more, and tells the callers so; what was taken is still answered. */
    void close() {
        closing = true;
        callers.forEach(caller ->
                caller.tell(ForwardedAnswers.newBuilder().setClosing(true).build()));
    }

    private static <T> List<T> drain(Queue<T> queue) {
        var all = new ArrayList<T>();
        for (T next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }

    /** Entries for all callers, encoded by the first who sends them, or by several at once. */
    private static final class Parcel {

        private final PassedOnEntries contents;
        private volatile @Nullable Entries encoded;

        Parcel(PassedOnEntries contents) {
            this.contents = contents;
        }

        long lastRevision() {
            return contents.entries().getLast().revision();
        }

        Entries encoded() {
            Entries known = encoded;
            if (known == null) {
                known = contents.encode();
                encoded = known;
            }
            return known;
        }
    }

    private final class Caller implements StreamObserver<ForwardedWrites> {

        private final ServerCallStreamObserver<ForwardedAnswers> stream;
        private final Executor sender;
        private final Batching sending;
        private final Queue<Parcel> applied = new ConcurrentLinkedQueue<>();
        private final Queue<ForwardedAnswer> done = new ConcurrentLinkedQueue<>();
        private volatile boolean sameStore;
        private volatile long memberId;

        /** Whether it was sent the entries when it was sent something last. */
        private volatile boolean keepsUp = true;

        /** The newest revision that is to be sent. */
        private volatile long promised;

        /** How many of its writes were answered. On the sender's thread. */
        private long answered;

        Caller(ServerCallStreamObserver<ForwardedAnswers> stream, Executor sender) {
            this.stream = stream;
            this.sender = sender;
            this.sending = new Batching(sender, this::send);
        }

        void pass(Parcel parcel) {
            promised = parcel.lastRevision();
            applied.add(parcel);
            sendUnlessHeld();
        }

        /** To be called after what is to be sent is in its queue, where {@link #sendIfAny} looks when nothing is held any more. */
        private void sendUnlessHeld() {
            if (!held) {
                sending.request();
            }
        }

        void sendIfAny() {
            if (!applied.isEmpty() || !done.isEmpty()) {
                sending.request();
            }
        }

        @Override
        public void onNext(ForwardedWrites message) {
            if (message.getMemberId() != 0) {
                memberId = message.getMemberId();
            }
            sameStore = message.getClusterId() == clusterId;
            for (ForwardedWrite forwarded : message.getWritesList()) {
                if (sameStore && !closing) {
                    var _ = writer.write(forwarded.getWrite(), Room.UNBOUNDED)
                            .whenComplete((written, failure) -> answer(forwarded.getId(), written, failure));
                } else {
                    answer(notTaken(forwarded.getId()));
                }
            }
        }

        private void answer(long id, @Nullable Written written, @Nullable Throwable failure) {
            if (written != null) {
                answer(ForwardedAnswer.newBuilder()
                        .setId(id)
                        .setWritten(written)
                        .build());
            } else if (failure == null || failures.isNotTaken(failure)) {
                answer(notTaken(id));
            } else {
                answer(ForwardedAnswer.newBuilder()
                        .setId(id)
                        .setFailure(failures.encode(failure))
                        .build());
            }
        }

        private void answer(ForwardedAnswer answer) {
            done.add(answer);
            sendUnlessHeld();
        }

        /**
         * The answers are taken first: then what they follow from is among the entries. A caller that does not keep up gets no
         * entries: it has to read the log anyway.
         */
        private void send() {
            List<ForwardedAnswer> answers = drain(done);
            List<Parcel> entries = drain(applied);
            answered += answers.size();
            var message = ForwardedAnswers.newBuilder().setWritesOfOthers(writes.getAsLong() - answered);
            if (!entries.isEmpty()) {
                keepsUp = sameStore && stream.isReady();
                if (keepsUp) {
                    entries.forEach(parcel -> message.addEntries(parcel.encoded()));
                } else {
                    wakeUp.run();
                }
            }
            int bytes = 0;
            for (ForwardedAnswer answer : answers) {
                if (bytes > MESSAGE_BYTES) {
                    send(message.build());
                    message.clear();
                    bytes = 0;
                }
                message.addAnswers(answer);
                bytes += answer.getSerializedSize();
            }
            if (message.getEntriesCount() > 0 || message.getAnswersCount() > 0) {
                send(message.build());
            }
        }

        /** On the sender's thread. The caller may be gone: nobody waits for the answers then. */
        private void send(ForwardedAnswers message) {
            try {
                stream.onNext(message);
            } catch (IllegalStateException | StatusRuntimeException e) {
                callers.remove(this);
            }
        }

        void tell(ForwardedAnswers message) {
            sender.execute(() -> send(message));
        }

        @Override
        public void onError(Throwable failure) {
            callers.remove(this);
        }

        @Override
        public void onCompleted() {
            callers.remove(this);
            sender.execute(stream::onCompleted);
        }
    }

    private static ForwardedAnswer notTaken(long id) {
        return ForwardedAnswer.newBuilder()
                .setId(id)
                .setNotTaken(NotTaken.getDefaultInstance())
                .build();
    }
}
