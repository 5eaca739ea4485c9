package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeResult;
import java.util.List;
import java.util.Optional;

/**
 * What a client is told about its mutation, values still to be looked up. It stands for a state of the store that was
 * current at some moment between request and answer.
 */
public sealed interface Outcome {

    /**
     * What the header says: the write's own revision if it changed something, else the store's current one; for an
     * operation within a transaction, as of that operation.
     */
    long revision();

    record Put(long revision, Optional<KeyVersion> previous) implements Outcome {}

    /** @param previous the deleted key-values in key order; empty unless asked for */
    record DeleteRange(long revision, long deleted, List<KeyVersion> previous) implements Outcome {}

    /** A range within a transaction. */
    record Range(long revision, RangeQuery query, RangeResult result) implements Outcome {}

    /** @param responses those of the chosen branch, in the order of its operations */
    record Txn(long revision, boolean succeeded, List<Outcome> responses) implements Outcome {}

    record LeaseRevoked(long revision) implements Outcome {}
}
