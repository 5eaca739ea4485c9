package io.evenkeel.e2e.history;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LeaseRevokeResponse;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The state of a store at one revision, and what etcd would answer then. Knows what the recorded traffic asks for. */
final class Model {

    private static final ByteString ALL_FROM = ByteString.copyFrom(new byte[1]);

    private final NavigableMap<ByteString, KeyValue> keys;
    private long revision;

    /** The empty store. */
    Model() {
        this(new TreeMap<>(ByteString.unsignedLexicographicalComparator()), 1);
    }

    private Model(NavigableMap<ByteString, KeyValue> keys, long revision) {
        this.keys = keys;
        this.revision = revision;
    }

    /** What is answered, without headers, and what is changed by that. */
    record Evaluated(Message response, List<Event> changes) {}

    /** What the next revision would be if {@code request} came now. Changes nothing here. */
    Evaluated evaluate(Message request) {
        if (request instanceof RangeRequest range) {
            return new Evaluated(range(range), List.of());
        }
        var next = new Model(new TreeMap<>(keys), revision);
        List<Event> changes = new ArrayList<>();
        Message response = next.execute(request, changes);
        return new Evaluated(response, changes);
    }

    /** Goes on to the next revision. */
    void apply(List<Event> events) {
        revision++;
        for (Event event : events) {
            KeyValue kv = event.getKv();
            if (event.getType() == Event.EventType.DELETE) {
                keys.remove(kv.getKey());
            } else {
                keys.put(kv.getKey(), kv);
            }
        }
    }

    /** The keys on a lease, in order. */
    List<ByteString> keysOn(long lease) {
        return keys.values().stream()
                .filter(kv -> kv.getLease() == lease)
                .map(KeyValue::getKey)
                .toList();
    }

    /** The one lease that all these keys, and no other ones, hang on; 0 if there is none. */
    long leaseOfExactly(List<ByteString> some) {
        KeyValue first = keys.get(some.getFirst());
        if (first == null || first.getLease() == 0) {
            return 0;
        }
        return keysOn(first.getLease()).equals(some) ? first.getLease() : 0;
    }

    private Message execute(Message request, List<Event> changes) {
        return switch (request) {
            case PutRequest put -> put(put, changes);
            case DeleteRangeRequest delete -> delete(delete, changes);
            case RangeRequest range -> range(range);
            case TxnRequest txn -> txn(txn, changes);
            case LeaseRevokeRequest revoke -> {
                keysOn(revoke.getID()).forEach(key -> changes.add(remove(key)));
                yield LeaseRevokeResponse.getDefaultInstance();
            }
            default -> throw new IllegalArgumentException("not known to the model: " + Texts.of(request));
        };
    }

    private PutResponse put(PutRequest put, List<Event> changes) {
        KeyValue before = keys.get(put.getKey());
        KeyValue now = KeyValue.newBuilder()
                .setKey(put.getKey())
                .setValue(put.getValue())
                .setLease(put.getLease())
                .setCreateRevision(before == null ? revision + 1 : before.getCreateRevision())
                .setVersion(before == null ? 1 : before.getVersion() + 1)
                .setModRevision(revision + 1)
                .build();
        keys.put(put.getKey(), now);
        changes.add(Event.newBuilder().setKv(now).build());
        var response = PutResponse.newBuilder();
        if (put.getPrevKv() && before != null) {
            response.setPrevKv(before);
        }
        return response.build();
    }

    private DeleteRangeResponse delete(DeleteRangeRequest delete, List<Event> changes) {
        List<KeyValue> found = List.copyOf(within(delete.getKey(), delete.getRangeEnd()));
        found.forEach(kv -> changes.add(remove(kv.getKey())));
        var response = DeleteRangeResponse.newBuilder().setDeleted(found.size());
        if (delete.getPrevKv()) {
            response.addAllPrevKvs(found);
        }
        return response.build();
    }

    private Event remove(ByteString key) {
        keys.remove(key);
        return Event.newBuilder()
                .setType(Event.EventType.DELETE)
                .setKv(KeyValue.newBuilder().setKey(key).setModRevision(revision + 1))
                .build();
    }

    private RangeResponse range(RangeRequest range) {
        List<KeyValue> found = List.copyOf(within(range.getKey(), range.getRangeEnd()));
        boolean more = range.getLimit() > 0 && range.getLimit() < found.size();
        return RangeResponse.newBuilder()
                .setCount(found.size())
                .setMore(more)
                .addAllKvs(more ? found.subList(0, (int) range.getLimit()) : found)
                .build();
    }

    private TxnResponse txn(TxnRequest txn, List<Event> changes) {
        boolean succeeded = txn.getCompareList().stream().allMatch(this::holds);
        var response = TxnResponse.newBuilder().setSucceeded(succeeded);
        for (RequestOp op : succeeded ? txn.getSuccessList() : txn.getFailureList()) {
            response.addResponses(
                    switch (op.getRequestCase()) {
                        case REQUEST_PUT -> ResponseOp.newBuilder().setResponsePut(put(op.getRequestPut(), changes));
                        case REQUEST_DELETE_RANGE ->
                            ResponseOp.newBuilder().setResponseDeleteRange(delete(op.getRequestDeleteRange(), changes));
                        case REQUEST_RANGE -> ResponseOp.newBuilder().setResponseRange(range(op.getRequestRange()));
                        case REQUEST_TXN, REQUEST_NOT_SET ->
                            throw new IllegalArgumentException("not known to the model: " + op);
                    });
        }
        return response.build();
    }

    private boolean holds(Compare compare) {
        if (compare.getResult() != Compare.CompareResult.EQUAL) {
            throw new IllegalArgumentException("not known to the model: " + compare);
        }
        KeyValue kv = keys.getOrDefault(compare.getKey(), KeyValue.getDefaultInstance());
        return switch (compare.getTarget()) {
            case CREATE -> kv.getCreateRevision() == compare.getCreateRevision();
            case MOD -> kv.getModRevision() == compare.getModRevision();
            case VERSION -> kv.getVersion() == compare.getVersion();
            case VALUE -> kv.getVersion() > 0 && kv.getValue().equals(compare.getValue());
            case LEASE, UNRECOGNIZED -> throw new IllegalArgumentException("not known to the model: " + compare);
        };
    }

    private Collection<KeyValue> within(ByteString key, ByteString end) {
        if (end.isEmpty()) {
            KeyValue kv = keys.get(key);
            return kv == null ? List.of() : List.of(kv);
        }
        return (end.equals(ALL_FROM) ? keys.tailMap(key, true) : keys.subMap(key, true, end, false)).values();
    }
}
