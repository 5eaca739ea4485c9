package io.evenkeel.api;

import io.evenkeel.api.proto.AlarmMember;
import io.evenkeel.api.proto.AlarmRequest;
import io.evenkeel.api.proto.AlarmResponse;
import io.evenkeel.api.proto.AlarmType;
import io.evenkeel.api.proto.DefragmentRequest;
import io.evenkeel.api.proto.DefragmentResponse;
import io.evenkeel.api.proto.DowngradeInfo;
import io.evenkeel.api.proto.DowngradeRequest;
import io.evenkeel.api.proto.DowngradeResponse;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.HashKVResponse;
import io.evenkeel.api.proto.HashRequest;
import io.evenkeel.api.proto.HashResponse;
import io.evenkeel.api.proto.MaintenanceGrpc;
import io.evenkeel.api.proto.MoveLeaderRequest;
import io.evenkeel.api.proto.MoveLeaderResponse;
import io.evenkeel.api.proto.SnapshotRequest;
import io.evenkeel.api.proto.SnapshotResponse;
import io.evenkeel.api.proto.StatusRequest;
import io.evenkeel.api.proto.StatusResponse;
import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

/** etcd's {@code Maintenance} service, as far as there is something to maintain that is not the database's own affair. */
final class MaintenanceService extends MaintenanceGrpc.MaintenanceImplBase {

    /** What etcd takes for a version. */
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+([-+].*)?)?");

    private final KeyValueStore store;
    private final Headers headers;
    private final StoreSizes sizes;
    private final Calls calls;
    private final long quotaBytes;
    private final Executor blocking;

    /** @param blocking runs what reads the whole log; virtual threads */
    MaintenanceService(
            KeyValueStore store, Headers headers, StoreSizes sizes, Calls calls, long quotaBytes, Executor blocking) {
        this.store = store;
        this.headers = headers;
        this.sizes = sizes;
        this.calls = calls;
        this.quotaBytes = quotaBytes;
        this.blocking = blocking;
    }

    @Override
    public void status(StatusRequest request, StreamObserver<StatusResponse> client) {
        calls.answer(
                client,
                () -> CurrentCall.inDatabase(sizes.get())
                        .thenApply(Optional::of)
                        .exceptionally(away -> Optional.empty()),
                this::status);
    }

    /** Without a size, for want of a datastore, the status is the one of an etcd that has lost its leader. */
    private StatusResponse status(Optional<Long> size) {
        long revision = store.revision();
        var status = StatusResponse.newBuilder()
                .setHeader(headers.at(revision))
                .setVersion(EtcdVersion.SERVER)
                .setStorageVersion(EtcdVersion.STORAGE)
                .setDbSizeQuota(quotaBytes)
                .setRaftIndex(revision)
                .setRaftAppliedIndex(revision)
                .setRaftTerm(Headers.RAFT_TERM)
                .setDowngradeInfo(DowngradeInfo.getDefaultInstance());
        size.ifPresentOrElse(
                known -> status.setLeader(store.membership().leader().id())
                        .setDbSize(known)
                        .setDbSizeInUse(store.keptBytes()),
                () -> status.addErrors(EtcdError.NO_LEADER.text()));
        store.alarms().known().stream()
                .map(MaintenanceService::member)
                .map(alarm -> "memberID:" + Long.toUnsignedString(alarm.getMemberID()) + " alarm:" + alarm.getAlarm())
                .forEach(status::addErrors);
        return status.build();
    }

    @Override
    public void alarm(AlarmRequest request, StreamObserver<AlarmResponse> client) {
        calls.answer(
                client,
                () -> CurrentCall.inDatabase(CompletableFuture.supplyAsync(() -> alarms(request), blocking)),
                alarms -> AlarmResponse.newBuilder()
                        .setHeader(headers.at(store.revision()))
                        .addAllAlarms(alarms)
                        .build());
    }

    private List<AlarmMember> alarms(AlarmRequest request) {
        return switch (request.getAction()) {
            case GET ->
                store.alarms().list().stream()
                        .map(MaintenanceService::member)
                        .filter(alarm -> request.getAlarm() == AlarmType.NONE || request.getAlarm() == alarm.getAlarm())
                        .toList();
            case ACTIVATE -> {
                Optional<Alarm> alarm = alarm(request);
                alarm.ifPresent(store.alarms()::raise);
                yield alarm.map(MaintenanceService::member).stream().toList();
            }
            case DEACTIVATE ->
                alarm(request).filter(store.alarms()::clear).map(MaintenanceService::member).stream()
                        .toList();
            // etcd ends at one.
            case UNRECOGNIZED ->
                throw new EtcdException(Status.INVALID_ARGUMENT.withDescription(
                        "evenkeel: there is no action " + request.getActionValue() + " on alarms"));
        };
    }

    private static Optional<Alarm> alarm(AlarmRequest request) {
        return switch (request.getAlarm()) {
            case NOSPACE -> Optional.of(new Alarm(request.getMemberID(), Alarm.Kind.NO_SPACE));
            case CORRUPT -> Optional.of(new Alarm(request.getMemberID(), Alarm.Kind.CORRUPT));
            case NONE, UNRECOGNIZED -> Optional.empty();
        };
    }

    private static AlarmMember member(Alarm alarm) {
        return AlarmMember.newBuilder()
                .setMemberID(alarm.memberId())
                .setAlarm(
                        switch (alarm.kind()) {
                            case NO_SPACE -> AlarmType.NOSPACE;
                            case CORRUPT -> AlarmType.CORRUPT;
                        })
                .build();
    }

    /** etcd hashes its file, which we have not; the hash of what is in it changes when it does. */
    @Override
    public void hash(HashRequest request, StreamObserver<HashResponse> client) {
        calls.answerHoweverLate(
                client,
                () -> hash(0),
                hash -> HashResponse.newBuilder()
                        .setHeader(headers.at(store.revision()))
                        .setHash(hash.hash())
                        .build());
    }

    @Override
    public void hashKV(HashKVRequest request, StreamObserver<HashKVResponse> client) {
        calls.answerHoweverLate(
                client,
                () -> hash(request.getRevision()),
                hash -> HashKVResponse.newBuilder()
                        .setHeader(headers.at(store.revision()))
                        .setHash(hash.hash())
                        .setCompactRevision(hash.compactRevision())
                        .setHashRevision(hash.revision())
                        .build());
    }

    private CompletableFuture<KeyValueHash> hash(long revision) {
        return CurrentCall.inDatabase(CompletableFuture.supplyAsync(() -> KeyValueHash.of(store, revision), blocking));
    }

    /** Does nothing, for the database sees to its own fragmentation, and succeeds, for what is run regularly on every etcd. */
    @Override
    public void defragment(DefragmentRequest request, StreamObserver<DefragmentResponse> client) {
        client.onNext(DefragmentResponse.newBuilder()
                .setHeader(headers.at(store.revision()))
                .build());
        client.onCompleted();
    }

    /** Refused: what comes of it is taken for a bbolt file by etcd's tools, and ours is none. */
    @Override
    public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> client) {
        client.onError(EtcdException.unimplemented(
                "evenkeel: snapshots are saved by \"evenkeel snapshot save\", not over the API"));
    }

    /** The member that joined first leads; nobody can be told to. */
    @Override
    public void moveLeader(MoveLeaderRequest request, StreamObserver<MoveLeaderResponse> client) {
        client.onError(EtcdError.BAD_LEADER_TRANSFEREE.asException());
    }

    /** There is no version to go down to, and never a downgrade under way: canceling it succeeds, as in etcd. */
    @Override
    public void downgrade(DowngradeRequest request, StreamObserver<DowngradeResponse> client) {
        switch (request.getAction()) {
            case VALIDATE, ENABLE ->
                client.onError(refusal(request.getVersion()).asException());
            case CANCEL -> {
                client.onNext(DowngradeResponse.newBuilder()
                        .setHeader(headers.at(store.revision()))
                        .setVersion(EtcdVersion.CLUSTER)
                        .build());
                client.onCompleted();
            }
            case UNRECOGNIZED -> client.onError(EtcdError.UNKNOWN_METHOD.asException());
        }
    }

    private static EtcdError refusal(String downgradeTarget) {
        return VERSION.matcher(downgradeTarget).matches()
                ? EtcdError.INVALID_DOWNGRADE_TARGET_VERSION
                : EtcdError.WRONG_DOWNGRADE_VERSION_FORMAT;
    }
}
