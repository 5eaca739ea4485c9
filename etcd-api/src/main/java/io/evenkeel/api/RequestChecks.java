package io.evenkeel.api;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortOrder;
import io.evenkeel.api.proto.RangeRequest.SortTarget;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import java.util.List;

/** etcd's checks of everything that can be seen in a request itself, in etcd's order, with etcd's errors. */
final class RequestChecks {

    /**
     * What etcd's raft request takes besides the client's own: a header whose field number has two bytes, its length, and
     * in it a request id of ten bytes after its tag; then tag of the client's request.
     */
    private static final int RAFT_BYTES = 2 + 1 + 1 + 10 + 1;

    private final int maxRequestBytes;
    private final int maxTxnOps;

    RequestChecks(int maxRequestBytes, int maxTxnOps) {
        this.maxRequestBytes = maxRequestBytes;
        this.maxTxnOps = maxTxnOps;
    }

    void check(RangeRequest request) {
        if (request.getKey().isEmpty()) {
            throw EtcdError.EMPTY_KEY.asException();
        }
        if (request.getSortOrder() == SortOrder.UNRECOGNIZED || request.getSortTarget() == SortTarget.UNRECOGNIZED) {
            throw EtcdError.INVALID_SORT_OPTION.asException();
        }
    }

    void checkStream(RangeRequest request) {
        check(request);
        boolean inDefaultOrder = request.getSortOrder() == SortOrder.NONE
                || (request.getSortTarget() == SortTarget.KEY && request.getSortOrder() == SortOrder.ASCEND);
        if (!inDefaultOrder) {
            throw EtcdException.unimplemented("RangeStream does not support custom sort orders");
        }
        if (request.getMinModRevision() != 0
                || request.getMaxModRevision() != 0
                || request.getMinCreateRevision() != 0
                || request.getMaxCreateRevision() != 0) {
            throw EtcdException.unimplemented("RangeStream does not support revision filters");
        }
    }

    void check(PutRequest request) {
        checkOp(request);
        checkSize(request);
    }

    void check(DeleteRangeRequest request) {
        checkOp(request);
        checkSize(request);
    }

    void check(TxnRequest request) {
        checkOp(request, maxTxnOps);
        BranchKeys.check(request.getSuccessList());
        BranchKeys.check(request.getFailureList());
        if (!isReadOnly(request)) {
            checkSize(request);
        }
    }

    private static void checkOp(PutRequest request) {
        if (request.getKey().isEmpty()) {
            throw EtcdError.EMPTY_KEY.asException();
        }
        if (request.getIgnoreValue() && !request.getValue().isEmpty()) {
            throw EtcdError.VALUE_PROVIDED.asException();
        }
        if (request.getIgnoreLease() && request.getLease() != 0) {
            throw EtcdError.LEASE_PROVIDED.asException();
        }
    }

    private static void checkOp(DeleteRangeRequest request) {
        if (request.getKey().isEmpty()) {
            throw EtcdError.EMPTY_KEY.asException();
        }
    }

    /** @param budget how many operations this transaction may have; what it has, those nested in it may not have again */
    private void checkOp(TxnRequest request, int budget) {
        int ops = Math.max(request.getCompareCount(), Math.max(request.getSuccessCount(), request.getFailureCount()));
        if (ops > budget) {
            throw EtcdError.TOO_MANY_OPS.asException();
        }
        for (Compare compare : request.getCompareList()) {
            if (compare.getKey().isEmpty()) {
                throw EtcdError.EMPTY_KEY.asException();
            }
        }
        checkOps(request.getSuccessList(), budget - ops);
        checkOps(request.getFailureList(), budget - ops);
    }

    private void checkOps(List<RequestOp> ops, int budget) {
        for (RequestOp op : ops) {
            switch (op.getRequestCase()) {
                case REQUEST_RANGE -> check(op.getRequestRange());
                case REQUEST_PUT -> checkOp(op.getRequestPut());
                case REQUEST_DELETE_RANGE -> checkOp(op.getRequestDeleteRange());
                case REQUEST_TXN -> checkOp(op.getRequestTxn(), budget);
                case REQUEST_NOT_SET -> throw EtcdError.KEY_NOT_FOUND.asException();
            }
        }
    }

    /** Whether etcd would answer this without raft, which is where it looks at the size. */
    private static boolean isReadOnly(TxnRequest request) {
        return hasOnlyRanges(request.getSuccessList()) && hasOnlyRanges(request.getFailureList());
    }

    private static boolean hasOnlyRanges(List<RequestOp> ops) {
        for (RequestOp op : ops) {
            if (!op.hasRequestRange()) {
                return false;
            }
        }
        return true;
    }

    private void checkSize(MessageLite request) {
        int size = request.getSerializedSize();
        if (RAFT_BYTES + CodedOutputStream.computeUInt32SizeNoTag(size) + (long) size > maxRequestBytes) {
            throw EtcdError.REQUEST_TOO_LARGE.asException();
        }
    }
}
