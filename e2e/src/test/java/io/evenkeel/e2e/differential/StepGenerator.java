package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.differential.Step.Call;
import io.evenkeel.e2e.differential.Step.CompareWatches;

/** The steps of one seed. */
final class StepGenerator implements StepSource {

    private final Dice dice;
    private final Profile profile;
    private final Revisions revisions;
    private final RangeRequests ranges;
    private final WriteRequests writes;
    private final TxnRequests txns;
    private final LeaseRequests leases;
    private final WatchRequests watches;
    private final MaintenanceRequests maintenance;
    private final BadRequests bad;

    StepGenerator(long seed) {
        this.dice = new Dice(seed);
        this.profile = new Profile(dice);
        this.revisions = new Revisions(dice);
        this.ranges = new RangeRequests(dice, revisions);
        this.writes = new WriteRequests(dice, profile);
        this.txns = new TxnRequests(dice, ranges, writes);
        this.leases = new LeaseRequests(dice);
        this.watches = new WatchRequests(dice, revisions);
        this.maintenance = new MaintenanceRequests(dice, revisions);
        this.bad = new BadRequests(dice, profile);
    }

    @Override
    public Step next(World world) {
        return switch (profile.pick(dice)) {
            case RANGE -> new Call(Rpc.RANGE, ranges.range(world));
            case RANGE_STREAM -> new Call(Rpc.RANGE_STREAM, ranges.stream(world));
            case PUT -> new Call(Rpc.PUT, writes.put(world));
            case DELETE -> new Call(Rpc.DELETE_RANGE, writes.delete());
            case TXN -> new Call(Rpc.TXN, txns.txn(world));
            case COMPARE_AND_SWAP -> new Call(Rpc.TXN, txns.compareAndSwap(world));
            case COMPACT -> new Call(Rpc.COMPACT, maintenance.compaction(world));
            case LEASE -> leases.step(world);
            case OPEN_WATCH -> watches.open(world);
            case OTHER_WATCH -> watches.other(world);
            case HASH -> new Call(Rpc.HASH_KV, maintenance.hash(world));
            case ADMINISTRATION -> maintenance.administration();
            case BAD_REQUEST -> bad.step(world);
            case COMPARE_WATCHES -> new CompareWatches();
        };
    }
}
