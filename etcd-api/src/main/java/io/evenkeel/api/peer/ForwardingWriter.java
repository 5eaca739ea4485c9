package io.evenkeel.api.peer;

import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import io.evenkeel.mvcc.replica.EntryRelay;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.mvcc.write.Sequencer;
import io.grpc.BindableService;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While several servers write, lets the one that leads do it for all: instead of one after the other taking the append lock
 * and reading what the one before has appended, all writes go into that server's batches.
 *
 * <p>Only speed depends on it. Any server may append at any time, the log sees to that; so a server writes by itself while
 * nobody else does and while the leader cannot be reached. What the leader was sent and did not answer has an unknown
 * outcome, and the client is told so.
 */
public final class ForwardingWriter implements Writer, AutoCloseable {

    private static final Logger logger = LoggerFactory.getLogger(ForwardingWriter.class);

    /** How often {@link #review} is to be called. */
    public static final long REVIEW_MILLIS = 100;

    /** For how long nobody else has to have written for a server to write by itself again. */
    private static final long ALONE_NANOS = Duration.ofSeconds(2).toNanos();

    /** Of its own batches the second tells a server whether others write: whether somebody has since the first. */
    private static final long BATCHES_OF_A_TRIAL = 2;

    /**
     * How long a write may be on its way before the leader is taken for stalled. It may stall with the append lock, for which
     * the others then wait up to two seconds more.
     */
    private static final long STALLED_NANOS = Duration.ofSeconds(1).toNanos();

    /** How long a leader that stalled or went away is left alone. */
    private static final long RETRY_NANOS = Duration.ofSeconds(5).toNanos();

    private final KeyValueStore store;
    private final Membership membership;
    private final Writer local;
    private final LongFunction<CompletableFuture<ResponseHeader>> headers;
    private final Peers peers;
    private final LongSupplier nanoTime;
    private final WritesOfOthers service;
    private final LongAdder forwarded = new LongAdder();
    private volatile @Nullable LeaderLink link;
    private volatile boolean forwarding;
    private volatile long forwardingSince;
    private volatile long trialFrom;
    private long retryAt;

    /**
     * To be made before the store is started.
     *
     * @param local does writes in this process
     * @param errors what a client is told of a failure
     * @param headers completes with the header of this server's answers at a revision, once that is applied here
     * @param callThread the one thread that writes to the connection of the call that is being made
     */
    public ForwardingWriter(
            KeyValueStore store,
            Writer local,
            Function<Throwable, StatusRuntimeException> errors,
            LongFunction<CompletableFuture<ResponseHeader>> headers,
            Peers peers,
            Supplier<Executor> callThread,
            LongSupplier nanoTime) {
        this.store = store;
        this.membership = store.membership();
        this.local = local;
        this.headers = headers;
        this.peers = peers;
        this.nanoTime = nanoTime;
        this.service = new WritesOfOthers(
                store.clusterId(),
                membership.self().id(),
                local,
                () -> store.sequencer().counts().mutations() + store.tailer().entriesRead(),
                store::wakeOthersUp,
                new ForwardedFailures(errors),
                callThread);
        store.addListener(new EntryRelay(service::passOn));
        store.relayBy(service);
        this.trialFrom = -BATCHES_OF_A_TRIAL;
        this.retryAt = nanoTime.getAsLong();
    }

    /** What the other servers call; to be served at the client URLs. */
    public BindableService service() {
        return service;
    }

    /** How many writes were forwarded. */
    public long forwarded() {
        return forwarded.sum();
    }

    @Override
    public CompletableFuture<Written> write(Write request, Room room) {
        LeaderLink current = link;
        if (current == null || !current.isUp() || !othersWrite(current) || isNested(request)) {
            return local.write(request, room);
        }
        forwarded.increment();
        return room.stages()
                .during(Stage.LEADER, current.write(request))
                .thenCompose(
                        written -> written.isPresent() ? applied(written.get(), room) : local.write(request, room));
    }

    private boolean othersWrite(LeaderLink current) {
        long now = nanoTime.getAsLong();
        Sequencer sequencer = store.sequencer();
        if (forwarding) {
            if (now - Math.max(forwardingSince, current.othersWroteAt()) < ALONE_NANOS) {
                return true;
            }
            trialFrom = sequencer.counts().batches();
            forwarding = false;
            return false;
        }
        if (!sequencer.othersAppend() || sequencer.counts().batches() - trialFrom < BATCHES_OF_A_TRIAL) {
            return false;
        }
        forwardingSince = now;
        forwarding = true;
        return true;
    }

    /** Rare, and deeper than messages may be nested. */
    private static boolean isNested(Write request) {
        TxnRequest txn = request.getTxn();
        return request.hasTxn()
                && (txn.getSuccessList().stream().anyMatch(RequestOp::hasRequestTxn)
                        || txn.getFailureList().stream().anyMatch(RequestOp::hasRequestTxn));
    }

    /** As in etcd, a server that has answered a write has applied it: its serializable reads show it. */
    private CompletableFuture<Written> applied(Written written, Room room) {
        return room.stages()
                .during(Stage.BARRIER, headers.apply(revision(written)))
                .handle((header, failure) -> {
                    if (failure != null) {
                        throw Refusal.TIMED_OUT.asException();
                    }
                    return withHeader(written, header);
                });
    }

    private static long revision(Written written) {
        return switch (written.getResponseCase()) {
            case PUT -> written.getPut().getHeader().getRevision();
            case DELETE_RANGE -> written.getDeleteRange().getHeader().getRevision();
            case TXN -> written.getTxn().getHeader().getRevision();
            case RESPONSE_NOT_SET -> 0;
        };
    }

    private static Written withHeader(Written written, ResponseHeader header) {
        var answer = Written.newBuilder();
        return switch (written.getResponseCase()) {
            case PUT ->
                answer.setPut(written.getPut().toBuilder().setHeader(header)).build();
            case DELETE_RANGE ->
                answer.setDeleteRange(written.getDeleteRange().toBuilder().setHeader(header))
                        .build();
            case TXN ->
                answer.setTxn(written.getTxn().toBuilder().setHeader(header)).build();
            case RESPONSE_NOT_SET -> written;
        };
    }

    /** Sees to it that writes can go to the leader, and to nobody when that is this server. To be called by one thread. */
    public void review() {
        try {
            reviewLink();
        } catch (RuntimeException e) {
            // It must not be the last one: the next finds a leader that has stalled.
            logger.warn("Cannot see to the stream to the leader", e);
        }
    }

    private void reviewLink() {
        LeaderLink current = link;
        if (current != null) {
            current.review(STALLED_NANOS);
            if (current.hasEnded()) {
                if (current.hasBeenUp()) {
                    logger.info(
                            "Writes by itself: {} takes no writes any more",
                            current.leader().name());
                }
                link = null;
                retryAt = nanoTime.getAsLong() + RETRY_NANOS;
            } else if (!current.leader().equals(membership.leader())) {
                current.end();
                link = null;
            }
        }
        if (link == null && nanoTime.getAsLong() - retryAt >= 0) {
            link = open(membership.leader());
        }
    }

    private @Nullable LeaderLink open(Member leader) {
        List<String> urls = leader.clientUrls();
        if (leader.id() == membership.self().id() || urls.isEmpty()) {
            return null;
        }
        try {
            return new LeaderLink(leader, peers.open(urls.getFirst()), store, nanoTime);
        } catch (IllegalArgumentException e) {
            logger.debug("Cannot write through {} at {}: {}", leader.name(), urls, e.getMessage());
            return null;
        }
    }

    /** Takes no writes of others any more. To be called before this server stops to serve. */
    public void takeNoMore() {
        service.close();
    }

    @Override
    public void close() {
        LeaderLink current = link;
        if (current != null) {
            current.end();
        }
    }
}
