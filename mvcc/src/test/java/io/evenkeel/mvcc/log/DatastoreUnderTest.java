package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.alarm.AlarmStore;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.member.MemberRegistry;
import java.time.Duration;

/** One store with what a contract test must be able to do to it from outside. */
public interface DatastoreUnderTest extends AutoCloseable {

    RevisionLog log();

    LeaseStore leases();

    MemberRegistry members();

    AlarmStore alarms();

    /** Makes the answer of the next append get lost. */
    void loseNextAnswer(LostAnswer where);

    /** Makes every lease and every sign of life of this store older by {@code time}, as if the datastore's clock had moved on. */
    void age(Duration time);

    @Override
    void close();
}
