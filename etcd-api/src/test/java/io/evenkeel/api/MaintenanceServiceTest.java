package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static io.evenkeel.api.EtcdErrors.assertUnimplemented;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.api.proto.AlarmMember;
import io.evenkeel.api.proto.AlarmRequest;
import io.evenkeel.api.proto.AlarmRequest.AlarmAction;
import io.evenkeel.api.proto.AlarmResponse;
import io.evenkeel.api.proto.AlarmType;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.DefragmentRequest;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.DowngradeRequest;
import io.evenkeel.api.proto.DowngradeRequest.DowngradeAction;
import io.evenkeel.api.proto.DowngradeResponse;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.HashKVResponse;
import io.evenkeel.api.proto.HashRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.MaintenanceGrpc;
import io.evenkeel.api.proto.MoveLeaderRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.SnapshotRequest;
import io.evenkeel.api.proto.StatusRequest;
import io.evenkeel.api.proto.StatusResponse;
import io.evenkeel.api.proto.TxnRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaintenanceServiceTest {

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void saysHowTheServerIs() {
        server.put("a", "1");

        StatusResponse status = status();

        assertThat(status.getVersion()).isEqualTo("3.7.1");
        assertThat(status.getStorageVersion()).isEqualTo("3.7.0");
        assertThat(status.getHeader().getRevision()).isEqualTo(2);
        assertThat(status.getLeader()).isEqualTo(TestServer.MEMBER_ID);
        assertThat(status.getHeader().getMemberId()).isEqualTo(TestServer.MEMBER_ID);
        assertThat(status.getRaftIndex()).isPositive();
        assertThat(status.getRaftAppliedIndex()).isPositive();
        assertThat(status.getRaftTerm()).isPositive();
        assertThat(status.getDbSize()).isEqualTo(2);
        assertThat(status.getDbSizeInUse()).isEqualTo(128 + 2);
        assertThat(status.getDbSizeQuota()).isEqualTo(2147483648L);
        assertThat(status.getErrorsList()).isEmpty();
        assertThat(status.getIsLearner()).isFalse();
        assertThat(status.hasDowngradeInfo()).isTrue();
    }

    @Test
    void saysThatThereIsNoLeaderWhenTheDatastoreIsAway() {
        server.log.unreachable(true);

        StatusResponse status = status();

        assertThat(status.getErrorsList()).containsExactly("etcdserver: no leader");
        assertThat(status.getLeader()).isZero();
        assertThat(status.getVersion()).isEqualTo("3.7.1");

        server.log.unreachable(false);
        assertThat(status().getLeader()).isEqualTo(TestServer.MEMBER_ID);
    }

    @Test
    void hashesAsEtcdDoes() {
        server.put("a", "1");
        server.put("b", "2");

        HashKVResponse response = hashKv(2);

        assertThat(Integer.toUnsignedLong(response.getHash())).isEqualTo(2587454935L);
        assertThat(response.getHashRevision()).isEqualTo(2);
        assertThat(response.getCompactRevision()).isEqualTo(-1);
        assertThat(response.getHeader().getRevision()).isEqualTo(3);
        assertThat(hashKv(0).getHashRevision()).isEqualTo(3);
        assertThat(stub().hash(HashRequest.getDefaultInstance()).getHash())
                .isEqualTo(hashKv(0).getHash());
    }

    @Test
    void refusesToHashTheFutureAndTheCompactedPast() {
        server.put("a", "1");
        server.put("a", "2");
        server.store.compact(3, false).join();

        assertRefused(EtcdError.COMPACTED, () -> hashKv(2));
        assertRefused(EtcdError.FUTURE_REV, () -> hashKv(4));
    }

    @Test
    void hasNoAlarmsUntilOneIsRaised() {
        assertThat(alarm(AlarmAction.GET, AlarmType.NONE).getAlarmsList()).isEmpty();
        assertThat(alarm(AlarmAction.DEACTIVATE, AlarmType.NOSPACE).getAlarmsList())
                .isEmpty();
        assertThat(alarm(AlarmAction.ACTIVATE, AlarmType.NONE).getAlarmsList()).isEmpty();

        assertThat(alarm(AlarmAction.ACTIVATE, AlarmType.NOSPACE).getAlarmsList())
                .extracting(AlarmMember::getAlarm)
                .containsExactly(AlarmType.NOSPACE);
        assertThat(alarm(AlarmAction.GET, AlarmType.NONE).getAlarmsList()).hasSize(1);
        assertThat(alarm(AlarmAction.GET, AlarmType.CORRUPT).getAlarmsList()).isEmpty();
        assertThat(alarm(AlarmAction.DEACTIVATE, AlarmType.NOSPACE).getAlarmsList())
                .hasSize(1);
        assertThat(alarm(AlarmAction.GET, AlarmType.NONE).getAlarmsList()).isEmpty();
    }

    @Test
    void takesNothingThatNeedsSpaceWhileThereIsNone() {
        server.put("k", "v");
        alarm(AlarmAction.ACTIVATE, AlarmType.NOSPACE);

        assertRefused(EtcdError.NO_SPACE, () -> server.put("k", "w"));
        assertRefused(EtcdError.NO_SPACE, () -> server.kv().txn(putIn(true)));
        assertRefused(
                EtcdError.NO_SPACE,
                () -> LeaseGrpc.newBlockingStub(server.channel)
                        .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(5).build()));
        server.kv()
                .range(RangeRequest.newBuilder().setKey(TestServer.bytes("k")).build());
        server.kv().txn(putIn(false));
        server.kv()
                .deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(TestServer.bytes("k"))
                        .build());
        server.kv().compact(CompactionRequest.newBuilder().setRevision(3).build());

        alarm(AlarmAction.DEACTIVATE, AlarmType.NOSPACE);
        server.put("k", "w");
    }

    @Test
    void changesNothingWhileItIsCorrupt() {
        server.put("k", "v");
        alarm(AlarmAction.ACTIVATE, AlarmType.CORRUPT);

        assertRefused(EtcdError.CORRUPT, () -> server.put("k", "w"));
        assertRefused(EtcdError.CORRUPT, () -> server.kv().txn(putIn(true)));
        assertRefused(
                EtcdError.CORRUPT,
                () -> server.kv()
                        .deleteRange(DeleteRangeRequest.newBuilder()
                                .setKey(TestServer.bytes("k"))
                                .build()));
        assertRefused(
                EtcdError.CORRUPT,
                () -> server.kv()
                        .compact(CompactionRequest.newBuilder().setRevision(2).build()));
        server.kv()
                .range(RangeRequest.newBuilder().setKey(TestServer.bytes("k")).build());
        server.kv().txn(putIn(false));
    }

    @Test
    void neitherRevokesNorGrantsALeaseWhileItIsCorrupt() {
        var leases = LeaseGrpc.newBlockingStub(server.channel);
        long lease = leases.leaseGrant(
                        LeaseGrantRequest.newBuilder().setTTL(500).build())
                .getID();
        alarm(AlarmAction.ACTIVATE, AlarmType.CORRUPT);

        assertRefused(
                EtcdError.CORRUPT,
                () -> leases.leaseRevoke(
                        LeaseRevokeRequest.newBuilder().setID(lease).build()));
        assertRefused(
                EtcdError.CORRUPT,
                () -> leases.leaseGrant(LeaseGrantRequest.newBuilder().setTTL(5).build()));
    }

    @Test
    void namesItsAlarmsInTheStatus() {
        alarm(AlarmAction.ACTIVATE, AlarmType.NOSPACE);

        assertThat(status().getErrorsList()).containsExactly("memberID:0 alarm:NOSPACE");
    }

    /** A transaction that puts a key, or just reads it. */
    private static TxnRequest putIn(boolean puts) {
        var op = RequestOp.newBuilder();
        if (puts) {
            op.setRequestPut(PutRequest.newBuilder().setKey(TestServer.bytes("k")));
        } else {
            op.setRequestRange(RangeRequest.newBuilder().setKey(TestServer.bytes("k")));
        }
        return TxnRequest.newBuilder().addSuccess(op).build();
    }

    @Test
    void leavesDefragmentingToTheDatabase() {
        long revision = server.put("k", "v");

        assertThat(stub().defragment(DefragmentRequest.getDefaultInstance())
                        .getHeader()
                        .getRevision())
                .isEqualTo(revision);
    }

    @Test
    void refusesWhatTheDatabaseDoes() {
        assertUnimplemented(
                () -> stub().snapshot(SnapshotRequest.getDefaultInstance()).next());
    }

    @Test
    void hasNobodyToMoveTheLeadTo() {
        assertRefused(
                EtcdError.BAD_LEADER_TRANSFEREE,
                () -> stub().moveLeader(
                                MoveLeaderRequest.newBuilder().setTargetID(1).build()));
    }

    @Test
    void hasNoVersionToGoDownTo() {
        assertRefused(EtcdError.INVALID_DOWNGRADE_TARGET_VERSION, () -> downgrade(DowngradeAction.VALIDATE, "3.5.0"));
        assertRefused(EtcdError.INVALID_DOWNGRADE_TARGET_VERSION, () -> downgrade(DowngradeAction.ENABLE, "3.5"));
        assertRefused(EtcdError.WRONG_DOWNGRADE_VERSION_FORMAT, () -> downgrade(DowngradeAction.ENABLE, "v3.x"));
        assertRefused(
                EtcdError.UNKNOWN_METHOD,
                () -> stub().downgrade(
                                DowngradeRequest.newBuilder().setActionValue(7).build()));
        assertThat(downgrade(DowngradeAction.CANCEL, "").getVersion()).isEqualTo("3.7.0");
    }

    private StatusResponse status() {
        return stub().status(StatusRequest.getDefaultInstance());
    }

    private HashKVResponse hashKv(long revision) {
        return stub().hashKV(HashKVRequest.newBuilder().setRevision(revision).build());
    }

    @Test
    void refusesAnActionOnAlarmsThatThereIsNot() {
        assertThatThrownBy(() ->
                        stub().alarm(AlarmRequest.newBuilder().setActionValue(7).build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus())
                                .returns(Status.Code.INVALID_ARGUMENT, Status::getCode)
                                .returns("evenkeel: there is no action 7 on alarms", Status::getDescription));

        assertThat(alarm(AlarmAction.GET, AlarmType.NONE).getAlarmsList()).isEmpty();
    }

    private AlarmResponse alarm(AlarmAction action, AlarmType alarm) {
        return stub().alarm(AlarmRequest.newBuilder()
                .setAction(action)
                .setAlarm(alarm)
                .build());
    }

    private DowngradeResponse downgrade(DowngradeAction action, String version) {
        return stub().downgrade(DowngradeRequest.newBuilder()
                .setAction(action)
                .setVersion(version)
                .build());
    }

    private MaintenanceGrpc.MaintenanceBlockingStub stub() {
        return MaintenanceGrpc.newBlockingStub(server.channel).withDeadlineAfter(10, SECONDS);
    }
}
