package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.index.PendingView;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.index.View;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeReader;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a mutation does to a pending view and what its client is told. No clock, no waiting: what it cannot know
 * it asks for.
 *
 * <p>As in etcd, a transaction's compares, those of nested ones on the chosen path included, and everything that could
 * refuse it are judged on the state before it; only then its operations run, in order.
 */
final class TxnEvaluator {

    private final PendingView pending;
    private final KnownValues values;
    private final PendingLeases leases;
    private final long compacted;

    /** @param compacted the compacted revision, below which a range within a transaction is refused */
    TxnEvaluator(PendingView pending, KnownValues values, PendingLeases leases, long compacted) {
        this.pending = pending;
        this.values = values;
        this.leases = leases;
        this.compacted = compacted;
    }

    Evaluation evaluate(Mutation mutation) {
        var plan = new Plan();
        try {
            plan.prepare(mutation);
        } catch (Stop stop) {
            return new Evaluation.Refused(stop.refusal, List.copyOf(plan.leases));
        }
        if (!plan.missingValues.isEmpty()) {
            return new Evaluation.NeedsValues(plan.missingValues, plan.missingBytes);
        }
        Outcome outcome = plan.run(mutation);
        plan.leases.forEach(leases::mustExist);
        pending.endEntry();
        return new Evaluation.Done(outcome);
    }

    /** A refusal on its way out of a nested preparation. */
    private static final class Stop extends Exception {
        private final transient Refusal refusal;

        Stop(Refusal refusal) {
            super(refusal.name(), null, false, false);
            this.refusal = refusal;
        }
    }

    /** The evaluation of one mutation: prepared on the state before it, then run. */
    private final class Plan {

        private final View before = pending.current();
        private final Deque<Boolean> chosen = new ArrayDeque<>();
        private final List<Long> leases = new ArrayList<>();
        private final Map<Revision, Value> seenValues = new HashMap<>();
        private final Set<Revision> missingValues = new HashSet<>();
        private long missingBytes;

        void prepare(Mutation mutation) throws Stop {
            switch (mutation) {
                case Mutation.Put put -> check(put);
                case Mutation.DeleteRange delete -> {}
                case Mutation.Txn txn -> {
                    choose(txn);
                    if (missingValues.isEmpty()) {
                        check(txn, new ArrayDeque<>(chosen));
                    }
                }
                case Mutation.RevokeLease revoke -> {
                    if (!TxnEvaluator.this.leases.canRevoke(revoke)) {
                        throw new Stop(Refusal.LEASE_NOT_FOUND);
                    }
                }
            }
        }

        Outcome run(Mutation mutation) {
            return switch (mutation) {
                case Mutation.Put put -> put(put);
                case Mutation.DeleteRange delete -> delete(delete);
                case Mutation.Txn txn -> txn(txn);
                case Mutation.RevokeLease revoke -> revoke(revoke);
            };
        }

        /** Decides the transaction and the nested ones on its path, depth first, in the order they will run. */
        private void choose(Mutation.Txn txn) {
            boolean succeeded = true;
            for (Compare compare : txn.compares()) {
                succeeded &= holds(compare);
            }
            chosen.addLast(succeeded);
            for (TxnOp op : succeeded ? txn.success() : txn.failure()) {
                if (op instanceof Mutation.Txn nested) {
                    choose(nested);
                }
            }
        }

        private boolean holds(Compare compare) {
            var state = new boolean[] {true, false};
            before.scan(compare.range(), (key, version) -> {
                state[1] = true;
                state[0] &= holds(compare, version);
                return true;
            });
            boolean foundAny = state[1];
            return foundAny ? state[0] : holdsForNothing(compare);
        }

        private boolean holds(Compare compare, Version version) {
            return switch (compare) {
                case Compare.OfNumber number ->
                    number.result()
                            .holds(Long.compare(
                                    switch (number.target()) {
                                        case VERSION -> version.version();
                                        case CREATE -> version.createRevision();
                                        case MOD -> version.modRevision();
                                        case LEASE -> version.lease();
                                    },
                                    number.operand()));
                case Compare.OfValue ofValue -> {
                    Value value = value(version);
                    yield value == null || ofValue.result().holds(value.compareTo(ofValue.operand()));
                }
            };
        }

        private boolean holdsForNothing(Compare compare) {
            return switch (compare) {
                case Compare.OfNumber number -> number.result().holds(Long.compare(0, number.operand()));
                case Compare.OfValue ofValue -> false;
            };
        }

        /**
         * Null when the value is not at hand; it is then noted as missing and the evaluation will be repeated. A value seen
         * once is kept, because the cache may lose it before the operations run.
         */
        private @Nullable Value value(Version version) {
            Revision revision = version.revision();
            Value value = seenValues.get(revision);
            if (value == null) {
                value = values.get(revision);
                if (value != null) {
                    seenValues.put(revision, value);
                } else if (missingValues.add(revision)) {
                    missingBytes += version.valueBytes();
                }
            }
            return value;
        }

        private void check(Mutation.Txn txn, Deque<Boolean> path) throws Stop {
            for (TxnOp op : path.removeFirst() ? txn.success() : txn.failure()) {
                switch (op) {
                    case TxnOp.Range range -> check(range.query());
                    case Mutation.Put put -> check(put);
                    case Mutation.DeleteRange delete -> {}
                    case Mutation.Txn nested -> check(nested, path);
                }
            }
        }

        /** The lease is looked at before the key, as etcd does. */
        private void check(Mutation.Put put) throws Stop {
            checkLease(put);
            if (put.ignoreValue() || put.ignoreLease()) {
                Version version = before.live(put.key());
                if (version == null) {
                    throw new Stop(Refusal.KEY_NOT_FOUND);
                }
                if (put.ignoreValue()) {
                    value(version);
                }
            }
        }

        private void checkLease(Mutation.Put put) throws Stop {
            if (put.lease() != 0) {
                if (!TxnEvaluator.this.leases.mayExist(put.lease())) {
                    throw new Stop(Refusal.LEASE_NOT_FOUND);
                }
                leases.add(put.lease());
            }
        }

        private void check(RangeQuery query) throws Stop {
            if (query.revision() > before.revision()) {
                throw new Stop(Refusal.FUTURE_REVISION);
            }
            if (query.revision() != 0 && query.revision() < compacted) {
                throw new Stop(Refusal.COMPACTED);
            }
            if (query.sortsByValue() && !query.countOnly()) {
                viewFor(query).scan(query.range(), (key, version) -> {
                    value(version);
                    return true;
                });
            }
        }

        private View viewFor(RangeQuery query) {
            return query.revision() > 0 ? pending.at(query.revision()) : pending.current();
        }

        private Outcome.Put put(Mutation.Put put) {
            Optional<KeyVersion> previous =
                    Optional.ofNullable(pending.current().live(put.key())).map(live -> new KeyVersion(put.key(), live));
            Value value = put.ignoreValue()
                    ? previous.map(kept -> known(kept.version())).orElse(Value.EMPTY)
                    : put.value();
            long lease = put.ignoreLease()
                    ? previous.map(kept -> kept.version().lease()).orElse(0L)
                    : put.lease();
            pending.put(put.key(), value, lease);
            return new Outcome.Put(pending.revision() + 1, put.previous() ? previous : Optional.empty());
        }

        private Outcome.DeleteRange delete(Mutation.DeleteRange delete) {
            var deleted = new ArrayList<KeyVersion>();
            pending.current().scan(delete.range(), (key, version) -> deleted.add(new KeyVersion(key, version)));
            for (KeyVersion key : deleted) {
                pending.delete(key.key());
            }
            return new Outcome.DeleteRange(
                    pending.current().revision(), deleted.size(), delete.previous() ? deleted : List.of());
        }

        private Outcome.Range range(RangeQuery query) {
            RangeResult result = RangeReader.read(viewFor(query), query, knownValues());
            return new Outcome.Range(pending.current().revision(), query, result);
        }

        private Outcome.Txn txn(Mutation.Txn txn) {
            boolean succeeded = chosen.removeFirst();
            List<TxnOp> operations = succeeded ? txn.success() : txn.failure();
            var responses = new ArrayList<Outcome>(operations.size());
            for (TxnOp op : operations) {
                responses.add(
                        switch (op) {
                            case TxnOp.Range range -> range(range.query());
                            case Mutation.Put put -> put(put);
                            case Mutation.DeleteRange delete -> delete(delete);
                            case Mutation.Txn nested -> txn(nested);
                        });
            }
            return new Outcome.Txn(pending.current().revision(), succeeded, responses);
        }

        private Outcome.LeaseRevoked revoke(Mutation.RevokeLease revoke) {
            for (Key key : pending.keysOn(revoke.lease())) {
                pending.delete(key);
            }
            TxnEvaluator.this.leases.revoke(revoke);
            return new Outcome.LeaseRevoked(pending.current().revision());
        }

        private Value known(Version version) {
            Value value = value(version);
            if (value == null) {
                throw new AssertionError("value of " + version + " was not asked for before");
            }
            return value;
        }

        private Values knownValues() {
            return key -> known(key.version());
        }
    }
}
