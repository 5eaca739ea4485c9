package io.evenkeel.mvcc.log;

/**
 * Where the log stood when its key metadata was loaded.
 *
 * @param head position of the newest entry
 * @param compacted the compacted revision, -1 when nothing was ever compacted
 * @param clusterId the store's cluster id, as clients see it in every header
 */
public record LogSnapshot(LogPosition head, long compacted, long clusterId) {}
