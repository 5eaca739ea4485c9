package io.evenkeel.api;

import static io.evenkeel.api.TestServer.bytes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.CampaignRequest;
import io.evenkeel.api.proto.CampaignResponse;
import io.evenkeel.api.proto.ElectionGrpc;
import io.evenkeel.api.proto.LeaderKey;
import io.evenkeel.api.proto.LeaderRequest;
import io.evenkeel.api.proto.LeaderResponse;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LockGrpc;
import io.evenkeel.api.proto.LockRequest;
import io.evenkeel.api.proto.LockResponse;
import io.evenkeel.api.proto.ProclaimRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.ResignRequest;
import io.evenkeel.api.proto.UnlockRequest;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.concurrent.ExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revisions, keys and errors are those that etcd 3.7.3 answered to the same requests. */
class LocksAndElectionsTest {

    private final TestServer server = new TestServer();

    @BeforeEach
    void grantLeases() {
        grant(7);
        grant(8);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void locksByTheKeyOfTheLease() {
        LockResponse locked = lock("n", 7);

        assertThat(locked.getKey()).isEqualTo(bytes("n/7"));
        assertThat(locked.getHeader().getRevision()).isEqualTo(2);
        assertThat(lock("n", 7)).as("again, by the same lease").isEqualTo(locked);
    }

    @Test
    void grantsALeaseOfAMinuteWhereNoneIsGiven() {
        ByteString key = lock("n", 0).getKey();

        long lease = server.kv()
                .range(RangeRequest.newBuilder().setKey(key).build())
                .getKvs(0)
                .getLease();
        assertThat(key).isEqualTo(bytes("n/" + Long.toHexString(lease)));
    }

    @Test
    void waitsForALockUntilItIsUnlocked() throws Exception {
        ByteString key = lock("n", 7).getKey();
        ListenableFuture<LockResponse> waiting = lockFuture("n", 8);
        awaitKeys("n", 2);
        assertThat(waiting.isDone()).isFalse();

        unlock(key);

        assertThat(waiting.get(10, SECONDS).getKey()).isEqualTo(bytes("n/8"));
        assertThat(waiting.get().getHeader().getRevision()).isEqualTo(4);
    }

    /** Whatever its call has come to when the lease goes. */
    @RepeatedTest(30)
    void tellsWhoWaitsThatItsLeaseIsGone() {
        ByteString key = lock("n", 7).getKey();
        ListenableFuture<LockResponse> waiting = lockFuture("n", 8);
        awaitKeys("n", 2);
        revoke(8);

        unlock(key);

        assertThatThrownBy(() -> waiting.get(10, SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("UNKNOWN: mutex: session is expired");
    }

    @Test
    void leavesTheLineWithAClientThatGoesAway() {
        var _ = lock("n", 7);
        Context.CancellableContext client = Context.ROOT.withCancellation();
        client.run(() -> {
            var _ = lockFuture("n", 8);
        });
        awaitKeys("n", 2);

        client.cancel(null);

        awaitKeys("n", 1);
        assertThat(lock("n", 7).getKey()).isEqualTo(bytes("n/7"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesNoPlaceToAClientThatGoesAwayWhileItJoins(boolean taken) {
        if (taken) {
            var _ = lock("n", 7);
        }
        // An answer is there before its call is counted out.
        server.awaitTrue(() -> server.services.openCalls() == 0);
        long revision = server.store.revision();
        Context.CancellableContext client = Context.ROOT.withCancellation();
        synchronized (server.log) {
            client.run(() -> {
                var _ = lockFuture("n", 8);
            });
            server.awaitTrue(() -> server.services.openCalls() == 1);
            client.cancel(null);
            server.awaitTrue(() -> server.services.openCalls() == 0);
        }

        server.awaitTrue(() -> server.store.revision() == revision + 2);
        awaitKeys("n", taken ? 1 : 0);
    }

    @Test
    void doesNotKeepClientsWaitingWhenItIsStopped() {
        var _ = lock("n", 7);
        ListenableFuture<LockResponse> waiting = lockFuture("n", 8);
        awaitKeys("n", 2);

        server.services.letGo();

        assertThatThrownBy(() -> waiting.get(10, SECONDS)).hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void refusesInEtcdsWordsButNotByItsCodes() {
        assertUnknown("etcdserver: requested lease not found", () -> lock("n", 123));
        assertUnknown("etcdserver: key is not provided", () -> unlock(ByteString.EMPTY));
        assertUnknown("etcdserver: requested lease not found", () -> campaign("e", 123, "v"));
        assertUnknown("election: no leader", () -> leader("e"));
        assertUnknown(
                "\"leader\" field must be provided", () -> elections().proclaim(ProclaimRequest.getDefaultInstance()));
        assertUnknown(
                "\"leader\" field must be provided", () -> elections().resign(ResignRequest.getDefaultInstance()));
        LeaderKey nobody = LeaderKey.newBuilder()
                .setName(bytes("e"))
                .setKey(bytes("e/x"))
                .setRev(3)
                .setLease(7)
                .build();
        assertUnknown("election: not leader", () -> proclaim(nobody, "z"));
        assertThat(elections()
                        .resign(ResignRequest.newBuilder().setLeader(nobody).build())
                        .getHeader()
                        .getRevision())
                .isOne();
    }

    @Test
    void leadsWhoCampaignedFirst() throws Exception {
        CampaignResponse first = campaign("e", 7, "v");
        assertThat(first.getLeader())
                .isEqualTo(LeaderKey.newBuilder()
                        .setName(bytes("e"))
                        .setKey(bytes("e/7"))
                        .setRev(2)
                        .setLease(7)
                        .build());
        ListenableFuture<CampaignResponse> second = campaignFuture("e", 8, "w");
        awaitKeys("e", 2);
        assertThat(leader("e").getKv().getValue()).isEqualTo(bytes("v"));
        assertThat(second.isDone()).isFalse();

        revoke(7);

        assertThat(second.get(10, SECONDS).getLeader().getRev()).isEqualTo(3);
        assertThat(leader("e").getKv().getValue()).isEqualTo(bytes("w"));
    }

    @Test
    void proclaimsWhatALeaderCampaignsWithAnew() {
        CampaignResponse first = campaign("e", 7, "v");

        assertThat(campaign("e", 7, "w").getLeader()).isEqualTo(first.getLeader());
        assertThat(leader("e").getKv().getValue()).isEqualTo(bytes("w"));
        assertThat(leader("e").getKv().getVersion()).isEqualTo(2);
    }

    @Test
    void tellsObserversOfEveryLeaderAndAllThatItProclaims() {
        Iterator<LeaderResponse> observed = elections()
                .observe(LeaderRequest.newBuilder().setName(bytes("e")).build());
        LeaderKey first = campaign("e", 7, "1").getLeader();
        assertNext(observed, "1", 2);

        proclaim(first, "2");
        proclaim(first, "3");
        assertNext(observed, "2", 3);
        assertNext(observed, "3", 4);

        var _ = elections().resign(ResignRequest.newBuilder().setLeader(first).build());
        LeaderKey second = campaign("e", 8, "4").getLeader();
        assertNext(observed, "4", 6);
        proclaim(second, "5");
        assertNext(observed, "5", 7);
    }

    private static void assertNext(Iterator<LeaderResponse> observed, String value, long revision) {
        LeaderResponse next = observed.next();
        assertThat(next.getKv().getValue()).isEqualTo(bytes(value));
        assertThat(next.getKv().getModRevision()).isEqualTo(revision);
        assertThat(next.getHeader().getRevision()).isGreaterThanOrEqualTo(revision);
    }

    private static void assertUnknown(String text, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
            assertThat(refused.getStatus().getDescription()).isEqualTo(text);
        });
    }

    private void awaitKeys(String name, int count) {
        server.awaitTrue(() -> server.kv()
                        .range(RangeRequest.newBuilder()
                                .setKey(bytes(name + "/"))
                                .setRangeEnd(bytes(name + "0"))
                                .build())
                        .getCount()
                == count);
    }

    private void grant(long id) {
        var _ = leases().leaseGrant(
                        LeaseGrantRequest.newBuilder().setID(id).setTTL(600).build());
    }

    private void revoke(long id) {
        var _ = leases().leaseRevoke(LeaseRevokeRequest.newBuilder().setID(id).build());
    }

    private LeaseGrpc.LeaseBlockingStub leases() {
        return LeaseGrpc.newBlockingStub(server.channel).withDeadlineAfter(10, SECONDS);
    }

    private LockResponse lock(String name, long lease) {
        return LockGrpc.newBlockingStub(server.channel)
                .withDeadlineAfter(10, SECONDS)
                .lock(lockRequest(name, lease));
    }

    private ListenableFuture<LockResponse> lockFuture(String name, long lease) {
        return LockGrpc.newFutureStub(server.channel).lock(lockRequest(name, lease));
    }

    private static LockRequest lockRequest(String name, long lease) {
        return LockRequest.newBuilder().setName(bytes(name)).setLease(lease).build();
    }

    private void unlock(ByteString key) {
        var _ = LockGrpc.newBlockingStub(server.channel)
                .withDeadlineAfter(10, SECONDS)
                .unlock(UnlockRequest.newBuilder().setKey(key).build());
    }

    private ElectionGrpc.ElectionBlockingStub elections() {
        return ElectionGrpc.newBlockingStub(server.channel).withDeadlineAfter(10, SECONDS);
    }

    private CampaignResponse campaign(String name, long lease, String value) {
        return elections().campaign(campaignRequest(name, lease, value));
    }

    private ListenableFuture<CampaignResponse> campaignFuture(String name, long lease, String value) {
        return ElectionGrpc.newFutureStub(server.channel).campaign(campaignRequest(name, lease, value));
    }

    private static CampaignRequest campaignRequest(String name, long lease, String value) {
        return CampaignRequest.newBuilder()
                .setName(bytes(name))
                .setLease(lease)
                .setValue(bytes(value))
                .build();
    }

    private void proclaim(LeaderKey leader, String value) {
        var _ = elections()
                .proclaim(ProclaimRequest.newBuilder()
                        .setLeader(leader)
                        .setValue(bytes(value))
                        .build());
    }

    private LeaderResponse leader(String name) {
        return elections()
                .leader(LeaderRequest.newBuilder().setName(bytes(name)).build());
    }
}
