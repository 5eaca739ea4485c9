package io.evenkeel.e2e.differential;

import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.e2e.differential.Step.Call;
import io.evenkeel.e2e.differential.Step.PassingLease;
import java.util.List;

/** Leases under a few given ids that never expire by themselves, and passing ones. */
final class LeaseRequests {

    private static final List<Long> IDS = List.of(1L, 2L, 300L, -5L, Long.MAX_VALUE, 0x1234_5678_9abc_def0L);
    private static final long MAX_TTL = 9_000_000_000L;
    private static final List<Long> LONG_TTLS = List.of(1_000L, 5_000L, 100_000L, MAX_TTL);
    private static final List<Long> ANY_TTLS = List.of(-1L, 0L, 1L, 2L, 3L, 1_000L, MAX_TTL);

    private final Dice dice;

    LeaseRequests(Dice dice) {
        this.dice = dice;
    }

    /** A lease id to put with: one that exists, but for a few that do not. */
    static long mostlyGranted(Dice dice, World world) {
        List<Long> granted = List.copyOf(world.leases());
        return granted.isEmpty() || dice.percent(10) ? dice.pick(IDS) : dice.pick(granted);
    }

    Step step(World world) {
        long id = dice.pick(IDS);
        return switch (dice.below(10)) {
            case 0, 1, 2 -> new Call(Rpc.LEASE_GRANT, grant(id, dice.pick(LONG_TTLS)));
            case 3 ->
                new Call(
                        Rpc.LEASE_REVOKE,
                        LeaseRevokeRequest.newBuilder().setID(id).build());
            case 4 -> new PassingLease(passing());
            case 5 ->
                new Call(
                        Rpc.LEASE_KEEP_ALIVE,
                        LeaseKeepAliveRequest.newBuilder().setID(id).build());
            case 6, 7, 8 -> new Call(Rpc.LEASE_TIME_TO_LIVE, timeToLive(id));
            default -> new Call(Rpc.LEASE_LEASES, LeaseLeasesRequest.getDefaultInstance());
        };
    }

    private LeaseGrantRequest passing() {
        return dice.percent(50) ? grant(0, dice.pick(ANY_TTLS)) : grant(77, dice.pick(ANY_TTLS));
    }

    private LeaseTimeToLiveRequest timeToLive(long id) {
        return LeaseTimeToLiveRequest.newBuilder()
                .setID(id)
                .setKeys(dice.percent(70))
                .build();
    }

    private static LeaseGrantRequest grant(long id, long ttlSeconds) {
        return LeaseGrantRequest.newBuilder().setID(id).setTTL(ttlSeconds).build();
    }
}
