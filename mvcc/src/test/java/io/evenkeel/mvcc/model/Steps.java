package io.evenkeel.mvcc.model;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RevisionFilter;
import io.evenkeel.mvcc.read.SortOrder;
import io.evenkeel.mvcc.read.SortTarget;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What a client may do, drawn so that the same few keys, values, revisions and leases meet often. */
final class Steps {

    private Steps() {}

    /** One request of a client. */
    sealed interface Step {
        record Write(Mutation mutation) implements Step {}

        record Read(RangeQuery query) implements Step {}

        record Grant(long lease) implements Step {}

        record Compact(long revision) implements Step {}
    }

    static Arbitrary<List<List<Step>>> rounds() {
        return step().list().ofMinSize(1).ofMaxSize(6).list().ofMinSize(1).ofMaxSize(25);
    }

    private static Arbitrary<Step> step() {
        return Arbitraries.frequencyOf(
                Tuple.of(10, mutation().map(Step.Write::new)),
                Tuple.of(4, query(revision()).map(Step.Read::new)),
                Tuple.of(1, lease().map(Step.Grant::new)),
                Tuple.of(1, revision().map(Step.Compact::new)));
    }

    private static Arbitrary<Mutation> mutation() {
        return Arbitraries.frequencyOf(
                Tuple.of(5, put().map(put -> (Mutation) put)),
                Tuple.of(2, delete().map(delete -> (Mutation) delete)),
                Tuple.of(4, txn(2).map(txn -> (Mutation) txn)),
                Tuple.of(1, lease().map(lease -> (Mutation) new Mutation.RevokeLease(lease, OptionalLong.empty()))));
    }

    private static Arbitrary<Key> key() {
        return Arbitraries.of("a", "a\0", "ab", "b", "b\u00ff", "c", "ca").map(Key::of);
    }

    private static Arbitrary<Value> value() {
        return Arbitraries.of("", "1", "2", "2\0", "\u00ff").map(Value::of);
    }

    private static Arbitrary<Long> lease() {
        return Arbitraries.longs().between(1, 3);
    }

    private static Arbitrary<Long> revision() {
        return Arbitraries.longs().between(-1, 40);
    }

    private static Arbitrary<KeyRange> range() {
        return Arbitraries.oneOf(
                key().map(KeyRange::single),
                key().map(KeyRange::from),
                Combinators.combine(key(), key()).as(KeyRange::between));
    }

    private static Arbitrary<Mutation.Put> put() {
        return Combinators.combine(
                        key(),
                        value(),
                        lease().injectNull(0.5),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 9))
                .as((key, value, lease, previous, ignore) -> new Mutation.Put(
                        key,
                        ignore == 0 ? Value.EMPTY : value,
                        lease == null || ignore == 1 ? 0 : lease,
                        previous,
                        ignore == 0,
                        ignore == 1));
    }

    private static Arbitrary<Mutation.DeleteRange> delete() {
        return Combinators.combine(range(), Arbitraries.of(true, false)).as(Mutation.DeleteRange::new);
    }

    private static Arbitrary<RangeQuery> query(Arbitrary<Long> revision) {
        Arbitrary<RevisionFilter> filter =
                Combinators.combine(bound(), bound(), bound(), bound()).as(RevisionFilter::new);
        return Combinators.combine(
                        range(),
                        revision.injectNull(0.5),
                        Arbitraries.longs().between(-1, 4),
                        Arbitraries.of(SortOrder.class),
                        Arbitraries.of(SortTarget.class),
                        filter.injectNull(0.6),
                        Arbitraries.integers().between(0, 9))
                .as((range, at, limit, order, target, bounds, kind) -> new RangeQuery(
                        range,
                        at == null ? 0 : at,
                        limit,
                        order,
                        target,
                        bounds == null ? RevisionFilter.NONE : bounds,
                        kind == 0,
                        kind == 1));
    }

    private static Arbitrary<Long> bound() {
        return Arbitraries.oneOf(Arbitraries.just(0L), Arbitraries.longs().between(1, 30));
    }

    private static Arbitrary<Compare> compare() {
        Arbitrary<Compare> number = Combinators.combine(
                        range(),
                        Arbitraries.of(Compare.Result.class),
                        Arbitraries.of(Compare.Target.class),
                        Arbitraries.longs().between(0, 20))
                .as(Compare.OfNumber::new);
        Arbitrary<Compare> ofValue = Combinators.combine(range(), Arbitraries.of(Compare.Result.class), value())
                .as(Compare.OfValue::new);
        return Arbitraries.oneOf(number, ofValue);
    }

    /** Puts of a transaction go to distinct keys, as the checks before this layer see to it. */
    private static Arbitrary<Mutation.Txn> txn(int depth) {
        Arbitrary<List<TxnOp>> operations = op(depth).list().ofMaxSize(4).filter(Steps::touchesNoKeyTwice);
        return Combinators.combine(compare().list().ofMaxSize(2), operations, operations)
                .as(Mutation.Txn::new);
    }

    private static Arbitrary<TxnOp> op(int depth) {
        Arbitrary<TxnOp> range = query(revision()).map(query -> new TxnOp.Range(query, false));
        Arbitrary<TxnOp> put = put().map(op -> (TxnOp) op);
        Arbitrary<TxnOp> delete = delete().map(op -> (TxnOp) op);
        return depth == 0
                ? Arbitraries.oneOf(range, put, delete)
                : Arbitraries.frequencyOf(
                        Tuple.of(3, range),
                        Tuple.of(3, put),
                        Tuple.of(2, delete),
                        Tuple.of(1, Arbitraries.lazy(() -> txn(depth - 1)).map(op -> (TxnOp) op)));
    }

    private static boolean touchesNoKeyTwice(List<TxnOp> operations) {
        var puts = new HashSet<Key>();
        return collectPuts(operations, puts) && operations.stream().noneMatch(op -> deletesOneOf(op, puts));
    }

    private static boolean collectPuts(List<TxnOp> operations, Set<Key> puts) {
        for (TxnOp op : operations) {
            boolean isNew = switch (op) {
                case Mutation.Put put -> puts.add(put.key());
                case Mutation.Txn nested -> collectPuts(nested.success(), puts) && collectPuts(nested.failure(), puts);
                case TxnOp.Range range -> true;
                case Mutation.DeleteRange delete -> true;
            };
            if (!isNew) {
                return false;
            }
        }
        return true;
    }

    private static boolean deletesOneOf(TxnOp op, Set<Key> puts) {
        return switch (op) {
            case Mutation.DeleteRange delete -> puts.stream().anyMatch(delete.range()::contains);
            case Mutation.Txn nested ->
                nested.success().stream().anyMatch(inner -> deletesOneOf(inner, puts))
                        || nested.failure().stream().anyMatch(inner -> deletesOneOf(inner, puts));
            case TxnOp.Range range -> false;
            case Mutation.Put put -> false;
        };
    }
}
