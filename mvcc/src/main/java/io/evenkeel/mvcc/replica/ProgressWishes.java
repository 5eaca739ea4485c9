package io.evenkeel.mvcc.replica;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose progress somebody waits for: fingerprints of the first keys of watched ranges, each with the revision that is waited for.
 * Bounded: a wish beyond that is forgotten, which costs whoever waits the time until he asks himself. May be used from any thread.
 */
public final class ProgressWishes {

    private final int limit;
    private final ReentrantLock lock = new ReentrantLock();
    private TreeMap<Long, Long> wishes = new TreeMap<>();

    /** @param limit how many starts there may be at a time */
    public ProgressWishes(int limit) {
        this.limit = limit;
    }

    /** Whether the wish was noted, now or before. */
    public boolean add(long start, long revision) {
        lock.lock();
        try {
            if (wishes.size() >= limit && !wishes.containsKey(start)) {
                return false;
            }
            wishes.merge(start, revision, Math::max);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** All that were noted since the last call. */
    public Map<Long, Long> take() {
        lock.lock();
        try {
            if (wishes.isEmpty()) {
                return Map.of();
            }
            Map<Long, Long> taken = wishes;
            wishes = new TreeMap<>();
            return taken;
        } finally {
            lock.unlock();
        }
    }
}
