package io.evenkeel.mvcc.log;

import io.evenkeel.mvcc.Key;

/**
 * Everything about one stored change but its value: what the index is built from.
 *
 * @param version 0 for a tombstone, whose {@code createRevision}, {@code lease} and {@code valueBytes} are 0 too
 * @param valueBytes length of the value
 */
public record KeyMetadata(Key key, long main, int sub, long createRevision, long version, long lease, int valueBytes) {}
