package io.evenkeel.mvcc.member;

import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.replica.Agent;
import io.evenkeel.mvcc.replica.Signal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server among the members of its store: keeps itself on the list and knows who else is.
 *
 * <p>The leader is the member that joined first. It does what one member is enough for: revoking expired leases, deleting
 * compacted history. What two do who both take themselves for the leader, for as long as news takes, is still right: the
 * datastore decides each such step.
 */
public final class Membership implements Agent {

    private static final Logger logger = LoggerFactory.getLogger(Membership.class);

    /** How often a member beats; two beats may be lost before it counts as gone. */
    public static final Duration BEAT_INTERVAL = Duration.ofMillis(1500);

    private final MemberRegistry registry;
    private final Member self;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final Signal signal = new Signal();
    private volatile List<Member> members = List.of();
    private final AtomicLong outages = new AtomicLong();
    private final AtomicLong leaderChanges = new AtomicLong();
    private volatile boolean beatWanted;
    private long nextBeatNanos;

    public Membership(MemberRegistry registry, Member self, Duration interval, LongSupplier nanoTime) {
        this.registry = registry;
        this.self = self;
        this.intervalNanos = interval.toNanos();
        this.nanoTime = nanoTime;
        this.nextBeatNanos = nanoTime.getAsLong();
    }

    /** The only member of a store that one process has to itself. */
    public static Membership alone(Member self) {
        return new Membership(MemberRegistry.alone(), self, Duration.ofDays(1), System::nanoTime);
    }

    public Member self() {
        return self;
    }

    /** The live members in the order in which they joined, as of the last beat; this one alone before the first. */
    public List<Member> members() {
        List<Member> known = members;
        return known.isEmpty() ? List.of(self) : known;
    }

    /** The member that joined first. */
    public Member leader() {
        return members().getFirst();
    }

    /** Whether this member is the leader, as of its last beat; not before the first. */
    public boolean leads() {
        List<Member> known = members;
        return !known.isEmpty() && known.getFirst().id() == self.id();
    }

    /** How many beats have failed: in such a time no lease could be renewed either. */
    public long outages() {
        return outages.get();
    }

    /** How many times this member has seen another one lead than before. */
    public long leaderChanges() {
        return leaderChanges.get();
    }

    /** Says that somebody may have joined or left: the next beat is now. Returns at once. */
    public void beatSoon() {
        beatWanted = true;
        signal.raise();
    }

    @Override
    public Signal signal() {
        return signal;
    }

    @Override
    public long step() {
        long untilBeat = nextBeatNanos - nanoTime.getAsLong();
        if (untilBeat > 0 && !beatWanted) {
            return untilBeat;
        }
        beatWanted = false;
        nextBeatNanos = nanoTime.getAsLong() + intervalNanos;
        try {
            List<Member> live = registry.beat(self);
            if (!live.equals(members)) {
                logger.info("Members of the store: {}", describe(live));
            }
            if (!members.isEmpty() && members.getFirst().id() != live.getFirst().id()) {
                leaderChanges.incrementAndGet();
            }
            members = live;
        } catch (DatastoreException e) {
            outages.incrementAndGet();
            logger.debug("Cannot say that this member is alive: {}", e.getMessage());
        }
        return intervalNanos;
    }

    private static String describe(List<Member> live) {
        return live.stream()
                .map(member -> "%s (%x)".formatted(member.name(), member.id()))
                .collect(Collectors.joining(", ", "", "; the first leads"));
    }

    /** Takes this member off the list, for the others to know at once. To be called when it no longer steps. */
    public void leave() {
        try {
            registry.leave(self.id());
        } catch (DatastoreException e) {
            logger.debug("Cannot leave: {}", e.getMessage());
        }
    }
}
