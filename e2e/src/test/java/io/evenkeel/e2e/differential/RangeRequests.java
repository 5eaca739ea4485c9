package io.evenkeel.e2e.differential;

import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortOrder;
import io.evenkeel.api.proto.RangeRequest.SortTarget;
import io.evenkeel.e2e.differential.KeySpace.KeyRange;

/** Ranges with every field. */
final class RangeRequests {

    private final Dice dice;
    private final Revisions revisions;

    RangeRequests(Dice dice, Revisions revisions) {
        this.dice = dice;
        this.revisions = revisions;
    }

    RangeRequest range(World world) {
        RangeRequest.Builder range = plain(world);
        if (dice.percent(30)) {
            range.setSortOrderValue(dice.below(3)).setSortTargetValue(dice.below(5));
        }
        if (dice.percent(25)) {
            filter(range, world);
        }
        return range.build();
    }

    /**
     * Mostly one that RangeStream serves; it refuses most sort orders and all filters. None with a sort target but no
     * order: that etcd sorts chunk by chunk and goes on after whatever key came last, so that it loses some.
     */
    RangeRequest stream(World world) {
        if (dice.percent(10)) {
            RangeRequest range = range(world);
            return range.getSortOrderValue() == 0
                    ? range.toBuilder().clearSortTarget().build()
                    : range;
        }
        RangeRequest.Builder range = plain(world);
        if (dice.percent(20)) {
            range.setSortOrder(SortOrder.ASCEND).setSortTarget(SortTarget.KEY);
        }
        return range.build();
    }

    private RangeRequest.Builder plain(World world) {
        KeyRange keys = KeySpace.range(dice);
        RangeRequest.Builder range =
                RangeRequest.newBuilder().setKey(keys.key()).setRangeEnd(keys.end());
        if (dice.percent(40)) {
            range.setLimit(dice.percent(90) ? dice.between(1, 5) : dice.between(-1, 100));
        }
        if (dice.percent(35)) {
            range.setRevision(revisions.any(world));
        }
        return range.setSerializable(dice.percent(30))
                .setKeysOnly(dice.percent(15))
                .setCountOnly(dice.percent(10));
    }

    private void filter(RangeRequest.Builder range, World world) {
        switch (dice.below(5)) {
            case 0 -> range.setMinModRevision(revisions.any(world));
            case 1 -> range.setMaxModRevision(revisions.any(world));
            case 2 -> range.setMinCreateRevision(revisions.any(world));
            case 3 -> range.setMaxCreateRevision(revisions.any(world));
            default ->
                range.setMinModRevision(revisions.any(world))
                        .setMaxModRevision(revisions.any(world))
                        .setMinCreateRevision(revisions.any(world))
                        .setMaxCreateRevision(revisions.any(world));
        }
    }
}
