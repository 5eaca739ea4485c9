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
     * Gives each of these leases its full TTL again, in one statement, also those that are expired: as long as a lease is there it
     * is not gone, whatever the clock says.
     *
     * @return the granted TTL in seconds of each lease renewed; the missing ones are not in it
     */
    Map<Long, Long> renew(Collection<Long> ids);

    Optional<Lease> find(long id);

    /** All leases, those first that expire first. */
    List<Lease> list();

    /** Looks for at most {@code limit} leases that are expired, longest expired first. */
    Expired expired(int limit);

    /**
     * Gives every lease its full TTL again, also those that are expired. For the reaper, after a time in which no keepalive could
     * be answered or the clock was set, which has taken from each of them what nobody can tell.
     *
     * @return how many leases there are
     */
    int startAnew();

    /** @param clockMillis the time by the datastore's clock by which these leases have expired, since whenever it counts from */
    record Expired(long clockMillis, List<Expiry> leases) {}

    /** @param atMillis when this lease expires, by the same clock */
    record Expiry(long id, long atMillis) {}

    /**
     * A lease as the datastore has it now.
     *
     * @param ttlSeconds granted TTL
     * @param remainingMillis until it expires, negative when it has
     */
    record Lease(long id, long ttlSeconds, long remainingMillis) {}
}
