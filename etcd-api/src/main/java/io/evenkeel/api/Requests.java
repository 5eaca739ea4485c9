package io.evenkeel.api;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RevisionFilter;
import io.evenkeel.mvcc.read.SortOrder;
import io.evenkeel.mvcc.read.SortTarget;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.ArrayList;
import java.util.List;

/** A client's request, {@link RequestChecks checked} before, in the words of the store. */
final class Requests {

    private Requests() {}

    static RangeQuery range(RangeRequest request) {
        return new RangeQuery(
                keys(request.getKey(), request.getRangeEnd()),
                request.getRevision(),
                request.getLimit(),
                order(request.getSortOrder()),
                target(request.getSortTarget()),
                filter(request),
                request.getKeysOnly(),
                request.getCountOnly());
    }

    static Mutation.Put put(PutRequest request) {
        return new Mutation.Put(
                key(request.getKey()),
                Value.wrap(ByteArrays.of(request.getValue())),
                request.getLease(),
                request.getPrevKv(),
                request.getIgnoreValue(),
                request.getIgnoreLease());
    }

    static Mutation.DeleteRange deleteRange(DeleteRangeRequest request) {
        return new Mutation.DeleteRange(keys(request.getKey(), request.getRangeEnd()), request.getPrevKv());
    }

    static Mutation.Txn txn(TxnRequest request) {
        var compares = new ArrayList<Compare>(request.getCompareCount());
        for (io.evenkeel.api.proto.Compare compare : request.getCompareList()) {
            compares.add(Compares.of(compare));
        }
        return new Mutation.Txn(compares, ops(request.getSuccessList()), ops(request.getFailureList()));
    }

    static KeyRange keys(ByteString key, ByteString rangeEnd) {
        return rangeEnd.isEmpty() ? KeyRange.single(key(key)) : KeyRange.ofEtcd(key(key), key(rangeEnd));
    }

    private static Key key(ByteString bytes) {
        return Key.wrap(ByteArrays.of(bytes));
    }

    private static List<TxnOp> ops(List<RequestOp> requests) {
        var ops = new ArrayList<TxnOp>(requests.size());
        for (RequestOp request : requests) {
            ops.add(
                    switch (request.getRequestCase()) {
                        case REQUEST_RANGE ->
                            new TxnOp.Range(
                                    range(request.getRequestRange()),
                                    request.getRequestRange().getSerializable());
                        case REQUEST_PUT -> put(request.getRequestPut());
                        case REQUEST_DELETE_RANGE -> deleteRange(request.getRequestDeleteRange());
                        case REQUEST_TXN -> txn(request.getRequestTxn());
                        case REQUEST_NOT_SET -> throw new AssertionError("operation without a request was let through");
                    });
        }
        return ops;
    }

    private static RevisionFilter filter(RangeRequest request) {
        long minMod = request.getMinModRevision();
        long maxMod = request.getMaxModRevision();
        long minCreate = request.getMinCreateRevision();
        long maxCreate = request.getMaxCreateRevision();
        return (minMod | maxMod | minCreate | maxCreate) == 0
                ? RevisionFilter.NONE
                : new RevisionFilter(minMod, maxMod, minCreate, maxCreate);
    }

    private static SortOrder order(RangeRequest.SortOrder order) {
        return switch (order) {
            case NONE -> SortOrder.NONE;
            case ASCEND -> SortOrder.ASCEND;
            case DESCEND -> SortOrder.DESCEND;
            case UNRECOGNIZED -> throw new AssertionError("unknown sort order was let through");
        };
    }

    private static SortTarget target(RangeRequest.SortTarget target) {
        return switch (target) {
            case KEY -> SortTarget.KEY;
            case VERSION -> SortTarget.VERSION;
            case CREATE -> SortTarget.CREATE;
            case MOD -> SortTarget.MOD;
            case VALUE -> SortTarget.VALUE;
            case UNRECOGNIZED -> throw new AssertionError("unknown sort target was let through");
        };
    }
}
