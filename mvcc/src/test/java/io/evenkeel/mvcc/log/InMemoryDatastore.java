package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.lease.LeaseStore;
import java.time.Duration;

/** A log and the leases that belong to it, in memory. */
public final class InMemoryDatastore implements DatastoreUnderTest {

    private final InMemoryLeaseStore leases = new InMemoryLeaseStore();
    private final InMemoryRevisionLog log = new InMemoryRevisionLog(leases, true, 0x1234);

    @Override
    public RevisionLog log() {
        return log;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public void loseNextAnswer(LostAnswer where) {
        log.loseNextAnswer(where);
    }

    @Override
    public void age(Duration time) {
        leases.advance(time);
    }

    @Override
    public void close() {}
}
