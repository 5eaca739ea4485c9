package io.evenkeel.mvcc.replica;

import io.evenkeel.mvcc.log.LogEntry;
import java.util.List;

/**
 * Someone who is told, in log order and one call at a time, what this replica has applied. Called with the apply lock
 * held, right after the applied revision was published: implementations hand over and return.
 */
public interface EntryListener {

    /** Consecutive entries, the first following the last of the call before. */
    void applied(List<LogEntry> entries);

    /** Everything below {@code revision} is compacted from now on. */
    void compacted(long revision);

    /**
     * The index was loaded anew at {@code revision}: what lies between the last entry told of and this revision cannot be
     * told any more.
     */
    void reset(long revision);
}
