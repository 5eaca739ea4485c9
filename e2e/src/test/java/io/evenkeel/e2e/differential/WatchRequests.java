package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.e2e.differential.KeySpace.KeyRange;
import io.evenkeel.e2e.differential.Step.CancelWatch;
import io.evenkeel.e2e.differential.Step.EmptyWatchRequest;
import io.evenkeel.e2e.differential.Step.EndStream;
import io.evenkeel.e2e.differential.Step.OpenWatch;
import io.evenkeel.e2e.differential.Step.RequestProgress;
import java.util.List;

/** Watches with every option, and what is done to them and to their streams. */
final class WatchRequests {

    private static final int MAX_OPEN = 12;
    private static final List<StreamKind> KINDS = List.of(StreamKind.values());
    private static final List<Long> IDS = List.of(1L, 2L, 7L, 1_000L, -5L, Long.MAX_VALUE);

    private final Dice dice;
    private final Revisions revisions;

    WatchRequests(Dice dice, Revisions revisions) {
        this.dice = dice;
        this.revisions = revisions;
    }

    Step open(World world) {
        StreamKind kind = dice.pick(KINDS);
        return world.openWatches(kind).size() < MAX_OPEN
                ? new OpenWatch(kind, create(world))
                : new CancelWatch(kind, dice.pick(world.openWatches(kind)));
    }

    Step other(World world) {
        StreamKind kind = dice.pick(KINDS);
        return switch (dice.below(20)) {
            case 0 -> new EndStream(kind, false);
            case 1 -> new EndStream(kind, true);
            case 2 -> new EmptyWatchRequest(kind);
            case 3, 4 -> new CancelWatch(kind, dice.between(-2, 20));
            case 5, 6, 7, 8, 9, 10, 11 -> new RequestProgress(kind);
            default -> {
                List<Long> open = world.openWatches(kind);
                yield open.isEmpty() ? new OpenWatch(kind, create(world)) : new CancelWatch(kind, dice.pick(open));
            }
        };
    }

    private WatchCreateRequest create(World world) {
        KeyRange keys = KeySpace.range(dice);
        WatchCreateRequest.Builder create = WatchCreateRequest.newBuilder()
                .setKey(dice.percent(95) ? keys.key() : ByteString.EMPTY)
                .setRangeEnd(keys.end())
                .setStartRevision(dice.percent(35) ? 0 : revisions.any(world))
                .setProgressNotify(dice.percent(30))
                .setPrevKv(dice.percent(50))
                .setFragment(dice.percent(40));
        if (dice.percent(30)) {
            create.setWatchId(dice.pick(IDS));
        }
        while (dice.percent(20)) {
            create.addFiltersValue(dice.percent(90) ? dice.below(2) : 7);
        }
        return create.build();
    }
}
