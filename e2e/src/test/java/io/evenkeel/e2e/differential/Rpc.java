package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.ClusterGrpc;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.MaintenanceGrpc;
import io.grpc.MethodDescriptor;

/** The calls that take one request; watches are apart, because their answers come when they want. */
enum Rpc {
    RANGE(KVGrpc.getRangeMethod()),
    RANGE_STREAM(KVGrpc.getRangeStreamMethod()),
    PUT(KVGrpc.getPutMethod()),
    DELETE_RANGE(KVGrpc.getDeleteRangeMethod()),
    TXN(KVGrpc.getTxnMethod()),
    COMPACT(KVGrpc.getCompactMethod()),
    LEASE_GRANT(LeaseGrpc.getLeaseGrantMethod()),
    LEASE_REVOKE(LeaseGrpc.getLeaseRevokeMethod()),
    LEASE_KEEP_ALIVE(LeaseGrpc.getLeaseKeepAliveMethod()),
    LEASE_TIME_TO_LIVE(LeaseGrpc.getLeaseTimeToLiveMethod()),
    LEASE_LEASES(LeaseGrpc.getLeaseLeasesMethod()),
    HASH_KV(MaintenanceGrpc.getHashKVMethod()),
    STATUS(MaintenanceGrpc.getStatusMethod()),
    ALARM(MaintenanceGrpc.getAlarmMethod()),
    MEMBER_LIST(ClusterGrpc.getMemberListMethod());

    @SuppressWarnings("ImmutableEnumChecker") // grpc does not annotate its descriptors, but they are immutable
    private final MethodDescriptor<? extends Message, ? extends Message> method;

    Rpc(MethodDescriptor<? extends Message, ? extends Message> method) {
        this.method = method;
    }

    /** The method, for requests whose type the caller vouches for. */
    @SuppressWarnings("unchecked")
    MethodDescriptor<Message, Message> method() {
        return (MethodDescriptor<Message, Message>) method;
    }
}
