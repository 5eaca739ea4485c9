package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.AlarmRequest;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.MemberListRequest;
import io.evenkeel.api.proto.StatusRequest;
import io.evenkeel.e2e.differential.Step.Call;

/** Compactions, hashes, status, members and alarms. */
final class MaintenanceRequests {

    private final Dice dice;
    private final Revisions revisions;

    MaintenanceRequests(Dice dice, Revisions revisions) {
        this.dice = dice;
        this.revisions = revisions;
    }

    /**
     * Rarely of everything, so that there is a past to read. Never at 0, because etcd then answers every later hash of the
     * current revision with the one it took at that compaction.
     */
    Message compaction(World world) {
        long revision = dice.percent(30)
                ? notZero(revisions.any(world))
                : dice.between(world.compacted() + 1, Math.max(world.compacted() + 1, world.head() - 5));
        return CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(dice.percent(50))
                .build();
    }

    private static long notZero(long revision) {
        return revision == 0 ? -1 : revision;
    }

    /**
     * Never at a revision the store was compacted at: there etcd answers with the hash it took when it compacted, which
     * counts history that is gone, and only once that is done in the background.
     */
    Message hash(World world) {
        long revision = dice.percent(40) ? 0 : revisions.any(world);
        if (world.wasCompactedAt(revision)) {
            revision = 0;
        }
        return HashKVRequest.newBuilder().setRevision(revision).build();
    }

    Step administration() {
        return switch (dice.below(4)) {
            case 0 -> new Call(Rpc.STATUS, StatusRequest.getDefaultInstance());
            case 1 ->
                new Call(
                        Rpc.MEMBER_LIST,
                        MemberListRequest.newBuilder()
                                .setLinearizable(dice.percent(50))
                                .build());
            case 2 ->
                new Call(
                        Rpc.ALARM,
                        AlarmRequest.newBuilder().setAlarmValue(dice.below(3)).build());
            default ->
                new Call(
                        Rpc.ALARM,
                        AlarmRequest.newBuilder()
                                .setAction(AlarmRequest.AlarmAction.DEACTIVATE)
                                .setAlarmValue(dice.below(3))
                                .build());
        };
    }
}
