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
import io.evenkeel.mvcc.member.Membership;
import io.grpc.stub.StreamObserver;

/**
 * etcd's {@code Cluster} service: the live servers of the store. They come and go by being started and stopped, so that
 * clients can list them and not change them.
 */
final class ClusterService extends ClusterGrpc.ClusterImplBase {

    private static final String BY_STARTING = "evenkeel: members join by being started and leave by being stopped";

    private final Membership membership;
    private final Headers headers;

    ClusterService(Membership membership, Headers headers) {
        this.membership = membership;
        this.headers = headers;
    }

    @Override
    public void memberList(MemberListRequest request, StreamObserver<MemberListResponse> client) {
        var answer = MemberListResponse.newBuilder().setHeader(headers.at(0));
        membership
                .members()
                .forEach(member -> answer.addMembers(Member.newBuilder()
                        .setID(member.id())
                        .setName(member.name())
                        .addAllClientURLs(member.clientUrls())));
        client.onNext(answer.build());
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
        boolean known = membership.members().stream().anyMatch(member -> member.id() == memberId);
        return known ? ofKnown : EtcdError.MEMBER_NOT_FOUND.asException();
    }
}
