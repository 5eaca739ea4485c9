package io.evenkeel.mvcc.lessor;

import io.evenkeel.mvcc.Key;
import java.util.List;

/**
 * A lease as a client may ask for it.
 *
 * @param remainingSeconds whole seconds until it expires, 0 when that is due
 * @param keys the keys on it in key order; empty unless asked for
 */
public record LeaseState(long id, long grantedTtlSeconds, long remainingSeconds, List<Key> keys) {}
