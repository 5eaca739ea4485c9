package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static io.evenkeel.api.EtcdErrors.assertUnimplemented;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.api.proto.AuthEnableRequest;
import io.evenkeel.api.proto.AuthGrpc;
import io.evenkeel.api.proto.AuthStatusRequest;
import io.evenkeel.api.proto.AuthenticateRequest;
import io.evenkeel.api.proto.ClusterGrpc;
import io.evenkeel.api.proto.Member;
import io.evenkeel.api.proto.MemberAddRequest;
import io.evenkeel.api.proto.MemberListRequest;
import io.evenkeel.api.proto.MemberPromoteRequest;
import io.evenkeel.api.proto.MemberRemoveRequest;
import io.evenkeel.api.proto.MemberUpdateRequest;
import io.evenkeel.api.proto.health.HealthCheckRequest;
import io.evenkeel.api.proto.health.HealthCheckResponse;
import io.evenkeel.api.proto.health.HealthCheckResponse.ServingStatus;
import io.evenkeel.api.proto.health.HealthGrpc;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cluster, auth and health. */
class OtherServicesTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void listsItselfAsTheOnlyMember() {
        var response = cluster()
                .memberList(MemberListRequest.newBuilder().setLinearizable(true).build());

        assertThat(response.getHeader().getRevision()).isZero();
        assertThat(response.getHeader().getMemberId()).isEqualTo(TestServer.MEMBER_ID);
        assertThat(response.getMembersList())
                .containsExactly(Member.newBuilder()
                        .setID(TestServer.MEMBER_ID)
                        .setName("test")
                        .addClientURLs("http://127.0.0.1:2379")
                        .build());
    }

    @Test
    void changesNoMembers() {
        assertUnimplemented(() -> cluster().memberAdd(MemberAddRequest.getDefaultInstance()));
        assertUnimplemented(() -> cluster()
                .memberRemove(MemberRemoveRequest.newBuilder()
                        .setID(TestServer.MEMBER_ID)
                        .build()));
        assertRefused(
                EtcdError.MEMBER_NOT_FOUND,
                () -> cluster()
                        .memberRemove(MemberRemoveRequest.newBuilder().setID(1).build()));
        assertRefused(
                EtcdError.MEMBER_NOT_FOUND,
                () -> cluster()
                        .memberUpdate(MemberUpdateRequest.newBuilder().setID(1).build()));
        assertRefused(
                EtcdError.MEMBER_NOT_LEARNER,
                () -> cluster()
                        .memberPromote(MemberPromoteRequest.newBuilder()
                                .setID(TestServer.MEMBER_ID)
                                .build()));
    }

    @Test
    void doesNotAuthenticate() {
        var auth = AuthGrpc.newBlockingStub(server.channel).withDeadlineAfter(10, SECONDS);

        var status = auth.authStatus(AuthStatusRequest.getDefaultInstance());

        assertThat(status.getEnabled()).isFalse();
        assertThat(status.getAuthRevision()).isEqualTo(1);
        assertRefused(EtcdError.AUTH_NOT_ENABLED, () -> auth.authenticate(AuthenticateRequest.getDefaultInstance()));
        assertUnimplemented(() -> auth.authEnable(AuthEnableRequest.getDefaultInstance()));
    }

    @Test
    void saysWhetherItServes() {
        assertThat(health("")).isEqualTo(ServingStatus.SERVING);
        assertThatThrownBy(() -> health("etcdserverpb.KV"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));

        server.services.health().serving(false);

        assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void tellsWhenThatChanges() throws Exception {
        var inbox = new Inbox<HealthCheckRequest, HealthCheckResponse>();
        HealthGrpc.newStub(server.channel).watch(HealthCheckRequest.getDefaultInstance(), inbox);
        assertThat(inbox.next().getStatus()).isEqualTo(ServingStatus.SERVING);

        server.services.health().serving(false);

        assertThat(inbox.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }

    @Test
    void doesNotKnowOtherServicesHealth() throws Exception {
        var inbox = new Inbox<HealthCheckRequest, HealthCheckResponse>();
        HealthGrpc.newStub(server.channel)
                .watch(HealthCheckRequest.newBuilder().setService("other").build(), inbox);

        assertThat(inbox.next().getStatus()).isEqualTo(ServingStatus.SERVICE_UNKNOWN);
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(server.channel)
                .withDeadlineAfter(10, SECONDS)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private ClusterGrpc.ClusterBlockingStub cluster() {
        return ClusterGrpc.newBlockingStub(server.channel).withDeadlineAfter(10, SECONDS);
    }
}
