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

    /** Rarely of everything, so that there is a past to read. */
    Message compaction(World world) {
        long revision = dice.percent(30)
                ? revisions.any(world)
                : dice.between(world.compacted() + 1, Math.max(world.compacted() + 1, world.head() - 5));
        return CompactionRequest.newBuilder()
                .setRevision(revision)
                .setPhysical(dice.percent(50))
                .build();
    }

    Message hash(World world) {
        long revision = dice.percent(40) ? 0 : revisions.any(world);
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
