package io.evenkeel.mvcc.lease;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The port to where leases are kept. A lease is a row with an expiry on the <em>datastore's</em> clock; which keys hang
 * on it is known from the log alone. Leases are deleted only by an append that revokes them, never here.
 *
 * <p>All methods block, may be called from any thread, and throw {@link io.evenkeel.mvcc.log.DatastoreException} when the
 * datastore cannot be reached.
 */
public interface LeaseStore {

    /** Creates a lease that expires {@code ttlSeconds} from now; false when the id is taken. */
    boolean grant(long id, long ttlSeconds);

    /**
     * Gives each of these leases its full TTL again, in one statement, except those that are expired already.
     *
     * @return the granted TTL in seconds of each lease renewed; the missing and the expired ones are not in it
     */
    Map<Long, Long> renew(Collection<Long> ids);

    Optional<Lease> find(long id);

    /** All leases, those first that expire first. */
    List<Lease> list();

    /** Ids of at most {@code limit} leases that are expired by the datastore's clock, longest expired first. */
    List<Long> expired(int limit);

    /**
     * Gives every lease that is expired by now one full TTL more. For the reaper to call when it starts after a time in
     * which no keepalive could be answered.
     *
     * @return how many leases got it
     */
    int extendExpired();

    /**
     * A lease as the datastore has it now.
     *
     * @param ttlSeconds granted TTL
     * @param remainingMillis until it expires, negative when it has
     */
    record Lease(long id, long ttlSeconds, long remainingMillis) {}
}
