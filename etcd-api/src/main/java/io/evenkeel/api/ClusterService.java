package io.evenkeel.api;

import io.evenkeel.api.proto.ClusterGrpc;
import io.evenkeel.api.proto.Member;
import io.evenkeel.api.proto.MemberAddRequest;
import io.evenkeel.api.proto.MemberAddResponse;
import io.evenkeel.api.proto.MemberListRequest;
import io.evenkeel.api.proto.MemberListResponse;
import io.evenkeel.api.proto.MemberPromoteRequest;
import io.evenkeel.api.proto.MemberPromoteResponse;
import io.evenkeel.api.proto.MemberRemoveRequest;
import io.evenkeel.api.proto.MemberRemoveResponse;
import io.evenkeel.api.proto.MemberUpdateRequest;
import io.evenkeel.api.proto.MemberUpdateResponse;
import io.grpc.stub.StreamObserver;

/**
 * etcd's {@code Cluster} service. Members come and go by being started and stopped, so that clients can list them and not
 * change them.
 */
final class ClusterService extends ClusterGrpc.ClusterImplBase {

    private static final String BY_STARTING = "evenkeel: members join by being started and leave by being stopped";

    private final Identity identity;
    private final Headers headers;

    ClusterService(Identity identity, Headers headers) {
        this.identity = identity;
        this.headers = headers;
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
        client.onNext(MemberListResponse.newBuilder()
                .setHeader(headers.at(0))
                .addMembers(Member.newBuilder()
                        .setID(identity.memberId())
                        .setName(identity.name())
                        .addAllClientURLs(identity.clientUrls()))
                .build());
        client.onCompleted();
    }

    @Override
    public void memberAdd(MemberAddRequest request, StreamObserver<MemberAddResponse> client) {
        client.onError(EtcdException.unimplemented(BY_STARTING));
    }

    @Override
    public void memberRemove(MemberRemoveRequest request, StreamObserver<MemberRemoveResponse> client) {
        client.onError(ofUnknown(request.getID(), EtcdException.unimplemented(BY_STARTING)));
    }

    @Override
    public void memberUpdate(MemberUpdateRequest request, StreamObserver<MemberUpdateResponse> client) {
        client.onError(ofUnknown(request.getID(), EtcdException.unimplemented(BY_STARTING)));
    }

    @Override
    public void memberPromote(MemberPromoteRequest request, StreamObserver<MemberPromoteResponse> client) {
        client.onError(ofUnknown(request.getID(), EtcdError.MEMBER_NOT_LEARNER.asException()));
    }

    private EtcdException ofUnknown(long memberId, EtcdException ofKnown) {
        return memberId == identity.memberId() ? ofKnown : EtcdError.MEMBER_NOT_FOUND.asException();
    }
}
