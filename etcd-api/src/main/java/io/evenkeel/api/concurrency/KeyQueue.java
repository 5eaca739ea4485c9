package io.evenkeel.api.concurrency;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortOrder;
import io.evenkeel.api.proto.RangeRequest.SortTarget;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for the same: each has a key of its lease under one prefix, and who came first is first. The keys are those of
 * etcd's own recipe for mutexes and elections, so that clients who follow it themselves stand in the same line.
 *
 * <p>All of it blocks. Failures are gRPC's, of the store's services.
 */
public final class KeyQueue {

    private static final Logger logger = LoggerFactory.getLogger(KeyQueue.class);
    private static final ByteString SEPARATOR = ByteString.copyFromUtf8("/");
    private static final ByteString AFTER_SEPARATOR = ByteString.copyFromUtf8("0");

    private final OwnClient client;
    private final ByteString prefix;
    private final ByteString end;

    /**
     * A key in line.
     *
     * @param createRevision what its place in the line is
     * @param header of the moment when it took or was found at its place
     * @param before what it was already there with, by the same lease; null when it is new
     * @param first whether nobody was before it at that moment
     */
    public record Place(
            ByteString key,
            long createRevision,
            ResponseHeader header,
            @Nullable ByteString before,
            boolean first) {}

    /** @param name what they wait for */
    public KeyQueue(OwnClient client, ByteString name) {
        this.client = client;
        this.prefix = name.concat(SEPARATOR);
        this.end = name.concat(AFTER_SEPARATOR);
    }

    /**
     * Joins the line, at its end, unless the lease has a place already. A client that goes away meanwhile gets none.
     */
    public Place join(long lease, ByteString value) {
        ByteString key = prefix.concat(ByteString.copyFromUtf8(Long.toHexString(lease)));
        RequestOp first =
                RequestOp.newBuilder().setRequestRange(edge(SortOrder.ASCEND)).build();
        TxnRequest joining = TxnRequest.newBuilder()
                .addCompare(wasCreatedAt(key, 0))
                .addSuccess(put(key, value, lease))
                .addSuccess(first)
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(key)))
                .addFailure(first)
                .build();
        TxnResponse joined = evenIfTheCallIsOver(() -> client.kv().txn(joining));
        boolean isFirst =
                joined.getResponses(1).getResponseRange().getKvs(0).getKey().equals(key);
        if (joined.getSucceeded()) {
            var place = new Place(key, joined.getHeader().getRevision(), joined.getHeader(), null, isFirst);
            if (Context.current().isCancelled()) {
                abandon(place);
                throw Status.CANCELLED.withDescription("the client is gone").asRuntimeException();
            }
            return place;
        }
        KeyValue there = joined.getResponses(0).getResponseRange().getKvs(0);
        return new Place(key, there.getCreateRevision(), joined.getHeader(), there.getValue(), isFirst);
    }

    /** Waits until nobody is before this place any more, whether that is still there or not. */
    public void awaitTurn(Place place) {
        while (true) {
            RangeResponse before = client.kv()
                    .range(edge(SortOrder.DESCEND)
                            .setMaxCreateRevision(place.createRevision - 1)
                            .build());
            if (before.getKvsCount() == 0) {
                return;
            }
            awaitDeletion(before.getKvs(0).getKey(), before.getHeader().getRevision());
        }
    }

    /** Returns early where a watch is ended by a compaction: whoever waits looks again. */
    private void awaitDeletion(ByteString key, long revision) {
        try (KeyWatch watch = client.watch(of(key).setStartRevision(revision).build())) {
            while (true) {
                WatchResponse response = watch.next();
                if (response.getCanceled() || response.getEventsList().stream().anyMatch(KeyQueue::isDeletion)) {
                    return;
                }
            }
        }
    }

    /** Changes the value of a place that is still the one of this revision; empty when it is not. */
    public Optional<ResponseHeader> change(ByteString key, long createRevision, ByteString value, long lease) {
        TxnResponse changed = client.kv()
                .txn(TxnRequest.newBuilder()
                        .addCompare(wasCreatedAt(key, createRevision))
                        .addSuccess(put(key, value, lease))
                        .build());
        return changed.getSucceeded() ? Optional.of(changed.getHeader()) : Optional.empty();
    }

    /** Leaves a place that is still the one of this revision. */
    public ResponseHeader leave(ByteString key, long createRevision) {
        return client.kv()
                .txn(TxnRequest.newBuilder()
                        .addCompare(wasCreatedAt(key, createRevision))
                        .addSuccess(RequestOp.newBuilder()
                                .setRequestDeleteRange(
                                        DeleteRangeRequest.newBuilder().setKey(key)))
                        .build())
                .getHeader();
    }

    /** Leaves a place for a client that waits no longer. What cannot be left ends with its lease. */
    public void abandon(Place place) {
        try {
            var _ = evenIfTheCallIsOver(() -> leave(place.key, place.createRevision));
        } catch (StatusRuntimeException e) {
            logger.debug("Cannot leave {}: {}", place.key.toStringUtf8(), e.getStatus());
        }
    }

    /** Does something whose outcome has to be known, also for a client that has gone away. */
    private static <T> T evenIfTheCallIsOver(Supplier<T> work) {
        Context call = Context.ROOT.attach();
        try {
            return work.get();
        } finally {
            Context.ROOT.detach(call);
        }
    }

    /** Whoever is first, if anybody is there. */
    public RangeResponse first() {
        return client.kv().range(edge(SortOrder.ASCEND).build());
    }

    /** A place as it is now, if it is there. */
    public RangeResponse look(Place place) {
        return client.kv().range(RangeRequest.newBuilder().setKey(place.key).build());
    }

    /** The next that anybody does, at {@code revision} or later; empty where a watch is ended by a compaction. Waits for it. */
    public Optional<KeyValue> awaitAnybody(long revision) {
        try (KeyWatch watch = client.watch(WatchCreateRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(end)
                .setStartRevision(revision)
                .build())) {
            while (true) {
                WatchResponse response = watch.next();
                Optional<KeyValue> put = response.getEventsList().stream()
                        .filter(event -> !isDeletion(event))
                        .map(Event::getKv)
                        .findFirst();
                if (put.isPresent() || response.getCanceled()) {
                    return put;
                }
            }
        }
    }

    /** Hands on what becomes of a key from {@code revision} on, until it is deleted. */
    public void follow(ByteString key, long revision, Follower follower) {
        try (KeyWatch watch = client.watch(of(key).setStartRevision(revision).build())) {
            while (true) {
                WatchResponse response = watch.next();
                if (response.getCanceled()) {
                    return;
                }
                for (Event event : response.getEventsList()) {
                    if (isDeletion(event) || !follower.take(response.getHeader(), event.getKv())) {
                        return;
                    }
                }
            }
        }
    }

    /** Is told what a key becomes. */
    public interface Follower {

        /** Whether it wants to know more. */
        boolean take(ResponseHeader header, KeyValue changed);
    }

    /** Who came last for {@code DESCEND}, first for {@code ASCEND}. */
    private RangeRequest.Builder edge(SortOrder order) {
        return RangeRequest.newBuilder()
                .setKey(prefix)
                .setRangeEnd(end)
                .setSortTarget(SortTarget.CREATE)
                .setSortOrder(order)
                .setLimit(1);
    }

    private static WatchCreateRequest.Builder of(ByteString key) {
        return WatchCreateRequest.newBuilder().setKey(key);
    }

    private static boolean isDeletion(Event event) {
        return event.getType() == Event.EventType.DELETE;
    }

    private static Compare wasCreatedAt(ByteString key, long revision) {
        return Compare.newBuilder()
                .setKey(key)
                .setTarget(Compare.CompareTarget.CREATE)
                .setCreateRevision(revision)
                .build();
    }

    private static RequestOp put(ByteString key, ByteString value, long lease) {
        return RequestOp.newBuilder()
                .setRequestPut(
                        PutRequest.newBuilder().setKey(key).setValue(value).setLease(lease))
                .build();
    }
}
