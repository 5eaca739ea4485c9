package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.alarm.AlarmStore;
import io.evenkeel.mvcc.alarm.InMemoryAlarmStore;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.member.InMemoryMemberRegistry;
import io.evenkeel.mvcc.member.MemberRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A log and the leases and members that belong to it, in memory. */
public final class InMemoryDatastore implements DatastoreUnderTest {

    private static final AtomicLong CLUSTER_IDS = new AtomicLong(0x1234);

    private final InMemoryLeaseStore leases = new InMemoryLeaseStore();
    private final InMemoryAlarmStore alarms = new InMemoryAlarmStore();
    private final InMemoryMemberRegistry members = new InMemoryMemberRegistry();
    private final InMemoryRevisionLog log = new InMemoryRevisionLog(leases, true, CLUSTER_IDS.incrementAndGet());

    @Override
    public RevisionLog log() {
        return log;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public MemberRegistry members() {
        return members;
    }

    @Override
    public AlarmStore alarms() {
        return alarms;
    }

    @Override
    public void loseNextAnswer(LostAnswer where) {
        log.loseNextAnswer(where);
    }

    @Override
    public void age(Duration time) {
        leases.advance(time);
        members.advance(time);
    }

    @Override
    public void close() {}
}
