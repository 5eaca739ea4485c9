package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static io.evenkeel.api.TestServer.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LeaseStatus;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.PutRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeaseServiceTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void grantsWithTheIdAskedForAndTakesNoRevision() {
        LeaseGrantResponse response = grant(-5, 100);

        assertThat(response.getID()).isEqualTo(-5);
        assertThat(response.getTTL()).isEqualTo(100);
        assertThat(response.getHeader().getRevision()).isEqualTo(1);
        assertThat(response.getHeader().getClusterId()).isEqualTo(TestServer.CLUSTER_ID);
    }

    @Test
    void choosesAnIdAndRaisesAShortTtl() {
        LeaseGrantResponse response = grant(0, 0);

        assertThat(response.getID()).isPositive();
        assertThat(response.getTTL()).isEqualTo(2);
    }

    @Test
    void refusesAnIdTwiceAndATtlTooLarge() {
        grant(5, 100);

        assertRefused(EtcdError.LEASE_EXIST, () -> grant(5, 100));
        assertRefused(EtcdError.LEASE_TTL_TOO_LARGE, () -> grant(6, 9_000_000_001L));
    }

    @Test
    void revokesALeaseWithItsKeysInOneRevision() {
        grant(5, 100);
        putOnLease("a", 5);
        putOnLease("b", 5);

        var response =
                stub().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(5).build());

        assertThat(response.getHeader().getRevision()).isEqualTo(4);
        assertRefused(
                EtcdError.LEASE_NOT_FOUND,
                () -> stub().leaseRevoke(
                                LeaseRevokeRequest.newBuilder().setID(5).build()));
    }

    @Test
    void tellsTheTimeToLiveAndTheKeys() {
        grant(5, 100);
        putOnLease("b", 5);
        putOnLease("a", 5);

        LeaseTimeToLiveResponse withKeys = timeToLive(5, true);

        assertThat(withKeys.getTTL()).isBetween(98L, 100L);
        assertThat(withKeys.getGrantedTTL()).isEqualTo(100);
        assertThat(withKeys.getKeysList()).containsExactly(bytes("a"), bytes("b"));
        assertThat(withKeys.getHeader().getRevision()).isEqualTo(3);
        assertThat(timeToLive(5, false).getKeysList()).isEmpty();
    }

    @Test
    void givesAMissingLeaseATtlOfMinusOne() {
        LeaseTimeToLiveResponse response = timeToLive(9, true);

        assertThat(response.getID()).isEqualTo(9);
        assertThat(response.getTTL()).isEqualTo(-1);
        assertThat(response.getGrantedTTL()).isZero();
    }

    @Test
    void listsLeases() {
        grant(6, 200);
        grant(5, 100);

        assertThat(stub().leaseLeases(LeaseLeasesRequest.getDefaultInstance()).getLeasesList())
                .extracting(LeaseStatus::getID)
                .containsExactly(5L, 6L);
    }

    @Test
    void answersKeepAlivesInTheirOrder() throws Exception {
        grant(5, 100);
        grant(6, 200);
        var inbox = new Inbox<LeaseKeepAliveRequest, LeaseKeepAliveResponse>();
        StreamObserver<LeaseKeepAliveRequest> client =
                LeaseGrpc.newStub(server.channel).leaseKeepAlive(inbox);
        long[] ids = {5, 9, 6, 5, 6};
        for (long id : ids) {
            client.onNext(LeaseKeepAliveRequest.newBuilder().setID(id).build());
        }
        client.onCompleted();

        for (long id : ids) {
            LeaseKeepAliveResponse response = inbox.next();
            assertThat(response.getID()).isEqualTo(id);
            assertThat(response.getTTL()).isEqualTo(id == 5 ? 100 : id == 6 ? 200 : 0);
            assertThat(response.getHeader().getRevision()).isEqualTo(1);
        }
        assertThat(inbox.end()).isEqualTo(Status.OK);
    }

    @Test
    void answersMoreKeepAlivesThanItReadsAtOnce() throws Exception {
        grant(5, 100);
        var inbox = new Inbox<LeaseKeepAliveRequest, LeaseKeepAliveResponse>();
        StreamObserver<LeaseKeepAliveRequest> client =
                LeaseGrpc.newStub(server.channel).leaseKeepAlive(inbox);
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            client.onNext(LeaseKeepAliveRequest.newBuilder().setID(5).build());
        }
        client.onCompleted();

        for (int i = 0; i < count; i++) {
            assertThat(inbox.next().getTTL()).isEqualTo(100);
        }
        assertThat(inbox.end()).isEqualTo(Status.OK);
    }

    private LeaseGrantResponse grant(long id, long ttlSeconds) {
        return stub().leaseGrant(LeaseGrantRequest.newBuilder()
                .setID(id)
                .setTTL(ttlSeconds)
                .build());
    }

    private LeaseTimeToLiveResponse timeToLive(long id, boolean keys) {
        return stub().leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                .setID(id)
                .setKeys(keys)
                .build());
    }

    private void putOnLease(String key, long lease) {
        server.kv()
                .put(PutRequest.newBuilder().setKey(bytes(key)).setLease(lease).build());
    }

    private LeaseGrpc.LeaseBlockingStub stub() {
        return LeaseGrpc.newBlockingStub(server.channel).withDeadlineAfter(10, SECONDS);
    }
}
