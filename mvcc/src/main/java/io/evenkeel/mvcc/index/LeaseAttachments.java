package io.evenkeel.mvcc.index;

import io.evenkeel.mvcc.Key;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which keys hang on which lease, derived from the entries applied. Written by the index's writer; read by anyone, who sees
 * it as of some moment between the last entries.
 */
public final class LeaseAttachments {

    private final Map<Long, Set<Key>> keysByLease = new ConcurrentHashMap<>();

    /** The key hung on the lease {@code from} (0: none) and now hangs on {@code to} (0: none). */
    void moved(Key key, long from, long to) {
        if (from == to) {
            return;
        }
        if (from != 0) {
            Set<Key> keys = keysByLease.get(from);
            if (keys != null) {
                keys.remove(key);
                if (keys.isEmpty()) {
                    keysByLease.remove(from);
                }
            }
        }
        if (to != 0) {
            keysByLease
                    .computeIfAbsent(to, lease -> ConcurrentHashMap.newKeySet())
                    .add(key);
        }
    }

    /** How many leases have keys. */
    public int leases() {
        return keysByLease.size();
    }

    /** The keys on a lease, in no order. */
    public Set<Key> keysOn(long lease) {
        return Set.copyOf(keysByLease.getOrDefault(lease, Set.of()));
    }
}
