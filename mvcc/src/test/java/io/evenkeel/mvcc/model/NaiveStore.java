package io.evenkeel.mvcc.model;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RevisionFilter;
import io.evenkeel.mvcc.read.SortOrder;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * etcd's store as plainly as it can be written: a copy of all keys for every revision. Answers are texts, in the form of
 * {@link Answers}.
 */
final class NaiveStore {

    record Kv(Key key, Value value, long create, long mod, long version, long lease) {}

    private final List<NavigableMap<Key, Kv>> states = new ArrayList<>();
    private final Set<Long> leases = new TreeSet<>();
    private long compacted = -1;

    NaiveStore() {
        states.add(new TreeMap<>());
        states.add(new TreeMap<>());
    }

    long revision() {
        return states.size() - 1;
    }

    void grant(long lease) {
        leases.add(lease);
    }

    /** Refused with a text; null when done. */
    String compact(long revision) {
        if (revision <= compacted) {
            return Answers.refused(Refusal.COMPACTED);
        }
        if (revision > revision()) {
            return Answers.refused(Refusal.FUTURE_REVISION);
        }
        compacted = revision;
        return "compacted at " + revision();
    }

    String range(RangeQuery query) {
        if (query.revision() > revision()) {
            return Answers.refused(Refusal.FUTURE_REVISION);
        }
        long at = query.revision() > 0 ? query.revision() : revision();
        if (at < compacted) {
            return Answers.refused(Refusal.COMPACTED);
        }
        return rangeText(states.get((int) at), query, revision());
    }

    String write(Mutation mutation) {
        try {
            return new Step().write(mutation);
        } catch (Refused refused) {
            return Answers.refused(refused.refusal);
        }
    }

    private static final class Refused extends Exception {
        private final transient Refusal refusal;

        Refused(Refusal refusal) {
            this.refusal = refusal;
        }
    }

    /** One mutation: the state before it, and the one it makes. */
    private final class Step {

        private final NavigableMap<Key, Kv> before = states.getLast();
        private final NavigableMap<Key, Kv> after = new TreeMap<>(before);
        private final long main = revision() + 1;
        private boolean changed;

        String write(Mutation mutation) throws Refused {
            String answer = switch (mutation) {
                case Mutation.Put put -> {
                    checkLease(put);
                    checkKey(put);
                    yield put(put);
                }
                case Mutation.DeleteRange delete -> delete(delete);
                case Mutation.Txn txn -> {
                    check(txn);
                    yield txn(txn);
                }
                case Mutation.RevokeLease revoke -> revoke(revoke.lease());
            };
            if (changed) {
                states.add(after);
            }
            return answer;
        }

        private long seen() {
            return changed ? main : main - 1;
        }

        private List<TxnOp> branch(Mutation.Txn txn) {
            return txn.compares().stream().allMatch(this::holds) ? txn.success() : txn.failure();
        }

        private void check(Mutation.Txn txn) throws Refused {
            for (TxnOp op : branch(txn)) {
                switch (op) {
                    case TxnOp.Range(RangeQuery query, boolean serializable) -> {
                        if (query.revision() > main - 1) {
                            throw new Refused(Refusal.FUTURE_REVISION);
                        }
                        if (query.revision() != 0 && query.revision() < compacted) {
                            throw new Refused(Refusal.COMPACTED);
                        }
                    }
                    case Mutation.Put put -> {
                        checkLease(put);
                        checkKey(put);
                    }
                    case Mutation.DeleteRange delete -> {}
                    case Mutation.Txn nested -> check(nested);
                }
            }
        }

        private void checkLease(Mutation.Put put) throws Refused {
            if (put.lease() != 0 && !leases.contains(put.lease())) {
                throw new Refused(Refusal.LEASE_NOT_FOUND);
            }
        }

        private void checkKey(Mutation.Put put) throws Refused {
            if ((put.ignoreLease() || put.ignoreValue()) && !before.containsKey(put.key())) {
                throw new Refused(Refusal.KEY_NOT_FOUND);
            }
        }

        private boolean holds(Compare compare) {
            List<Kv> found = in(before, compare.range());
            return switch (compare) {
                case Compare.OfValue ofValue ->
                    !found.isEmpty()
                            && found.stream()
                                    .allMatch(kv -> holds(ofValue.result(), kv.value.compareTo(ofValue.operand())));
                case Compare.OfNumber number -> {
                    List<Long> actual = found.isEmpty()
                            ? List.of(0L)
                            : found.stream()
                                    .map(kv -> switch (number.target()) {
                                        case VERSION -> kv.version;
                                        case CREATE -> kv.create;
                                        case MOD -> kv.mod;
                                        case LEASE -> kv.lease;
                                    })
                                    .toList();
                    yield actual.stream().allMatch(n -> holds(number.result(), Long.compare(n, number.operand())));
                }
            };
        }

        private boolean holds(Compare.Result result, int comparison) {
            return switch (result) {
                case EQUAL -> comparison == 0;
                case GREATER -> comparison > 0;
                case LESS -> comparison < 0;
                case NOT_EQUAL -> comparison != 0;
            };
        }

        private String txn(Mutation.Txn txn) {
            // The branch is chosen on the state before, also for a nested transaction.
            List<TxnOp> branch = branch(txn);
            boolean succeeded = txn.compares().stream().allMatch(this::holds);
            var responses = new ArrayList<String>();
            for (TxnOp op : branch) {
                responses.add(
                        switch (op) {
                            case TxnOp.Range(RangeQuery query, boolean serializable) ->
                                rangeText(
                                        query.revision() > 0 ? states.get((int) query.revision()) : after,
                                        query,
                                        seen());
                            case Mutation.Put put -> put(put);
                            case Mutation.DeleteRange delete -> delete(delete);
                            case Mutation.Txn nested -> txn(nested);
                        });
            }
            return Answers.txn(seen(), succeeded, responses);
        }

        private String put(Mutation.Put put) {
            Kv previous = after.get(put.key());
            Value value = !put.ignoreValue() ? put.value() : previous == null ? Value.EMPTY : previous.value;
            long lease = !put.ignoreLease() ? put.lease() : previous == null ? 0 : previous.lease;
            changed = true;
            after.put(
                    put.key(),
                    previous == null
                            ? new Kv(put.key(), value, main, main, 1, lease)
                            : new Kv(put.key(), value, previous.create, main, previous.version + 1, lease));
            return Answers.put(main, put.previous() && previous != null ? text(previous, false) : "none");
        }

        private String delete(Mutation.DeleteRange delete) {
            List<Kv> found = in(after, delete.range());
            found.forEach(kv -> after.remove(kv.key));
            changed |= !found.isEmpty();
            return Answers.delete(
                    seen(),
                    found.size(),
                    delete.previous()
                            ? found.stream().map(kv -> text(kv, false)).toList()
                            : List.of());
        }

        private String revoke(long lease) throws Refused {
            if (!leases.remove(lease)) {
                throw new Refused(Refusal.LEASE_NOT_FOUND);
            }
            changed = after.values().removeIf(kv -> kv.lease == lease);
            return "revoked at " + seen();
        }
    }

    private static List<Kv> in(NavigableMap<Key, Kv> state, KeyRange range) {
        return state.values().stream().filter(kv -> range.contains(kv.key)).toList();
    }

    private static String rangeText(NavigableMap<Key, Kv> state, RangeQuery query, long revision) {
        List<Kv> all = in(state, query.range());
        if (query.countOnly()) {
            return Answers.range(revision, List.of(), false, all.size());
        }
        RevisionFilter filter = query.filter();
        Comparator<Kv> order = switch (query.target()) {
            case KEY -> Comparator.comparing(Kv::key);
            case VERSION -> Comparator.comparingLong(Kv::version);
            case CREATE -> Comparator.comparingLong(Kv::create);
            case MOD -> Comparator.comparingLong(Kv::mod);
            case VALUE -> Comparator.comparing(Kv::value);
        };
        boolean unordered = query.order() == SortOrder.NONE && filter.isNone() && query.limit() > 0;
        List<Kv> candidates = all.subList(0, unordered ? Math.min(all.size(), (int) query.limit() + 1) : all.size());
        List<Kv> matching = candidates.stream()
                .filter(kv -> filter.maxModRevision() == 0 || kv.mod <= filter.maxModRevision())
                .filter(kv -> kv.mod >= filter.minModRevision())
                .filter(kv -> filter.maxCreateRevision() == 0 || kv.create <= filter.maxCreateRevision())
                .filter(kv -> kv.create >= filter.minCreateRevision())
                .sorted(query.order() == SortOrder.DESCEND ? order.reversed() : order)
                .toList();
        boolean more = query.limit() > 0 && matching.size() > query.limit();
        List<Kv> page = more ? matching.subList(0, (int) query.limit()) : matching;
        return Answers.range(
                revision, page.stream().map(kv -> text(kv, query.keysOnly())).toList(), more, all.size());
    }

    private static String text(Kv kv, boolean keyOnly) {
        return Answers.keyValue(
                kv.key, kv.create, kv.mod, kv.version, kv.lease, keyOnly ? "-" : Answers.text(kv.value));
    }

    /** Every state a reader may still ask for, for comparing all of them at the end. */
    List<Long> readableRevisions() {
        return java.util.stream.LongStream.rangeClosed(Math.max(1, compacted), revision())
                .boxed()
                .collect(Collectors.toList());
    }
}
