package io.evenkeel.mvcc.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Members in memory, on a clock that only moves when told to. */
public final class InMemoryMemberRegistry implements MemberRegistry {

    private record Listed(Member member, long seenMillis) {}

    private final List<Listed> listed = new ArrayList<>();
    private long nowMillis;

    /** Moves the clock on, or back when that is negative. */
    public synchronized void advance(Duration time) {
        nowMillis += time.toMillis();
        listed.removeIf(entry -> Math.abs(entry.seenMillis - nowMillis) > LIFETIME.toMillis());
    }

    @Override
    public synchronized List<Member> beat(Member self) {
        var seen = new Listed(self, nowMillis);
        listed.replaceAll(entry -> entry.member.equals(self) ? seen : entry);
        if (!listed.contains(seen)) {
            leave(self.id());
            listed.add(seen);
        }
        return listed.stream().map(Listed::member).toList();
    }

    @Override
    public synchronized void leave(long id) {
        listed.removeIf(entry -> entry.member.id() == id);
    }
}
