package io.evenkeel.api;

import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Compare.Result;
import io.evenkeel.mvcc.write.Compare.Target;

/**
 * A client's condition in the words of the store. etcd does not refuse a result or a target it does not know: an unknown
 * result holds for every key, and under an unknown target everything compares as equal. The store knows no such things,
 * so they become conditions on the version that come to the same.
 */
final class Compares {

    private Compares() {}

    static Compare of(io.evenkeel.api.proto.Compare compare) {
        KeyRange range = Requests.keys(compare.getKey(), compare.getRangeEnd());
        return switch (compare.getTarget()) {
            case VERSION -> number(range, compare, Target.VERSION, compare.getVersion());
            case CREATE -> number(range, compare, Target.CREATE, compare.getCreateRevision());
            case MOD -> number(range, compare, Target.MOD, compare.getModRevision());
            case LEASE -> number(range, compare, Target.LEASE, compare.getLease());
            case VALUE -> value(range, compare);
            case UNRECOGNIZED -> unknownTarget(range, compare);
        };
    }

    private static Compare number(KeyRange range, io.evenkeel.api.proto.Compare compare, Target target, long operand) {
        return switch (compare.getResult()) {
            case EQUAL -> new Compare.OfNumber(range, Result.EQUAL, target, operand);
            case GREATER -> new Compare.OfNumber(range, Result.GREATER, target, operand);
            case LESS -> new Compare.OfNumber(range, Result.LESS, target, operand);
            case NOT_EQUAL -> new Compare.OfNumber(range, Result.NOT_EQUAL, target, operand);
            case UNRECOGNIZED -> always(range);
        };
    }

    private static Compare value(KeyRange range, io.evenkeel.api.proto.Compare compare) {
        Value operand = Value.wrap(ByteArrays.of(compare.getValue()));
        return switch (compare.getResult()) {
            case EQUAL -> new Compare.OfValue(range, Result.EQUAL, operand);
            case GREATER -> new Compare.OfValue(range, Result.GREATER, operand);
            case LESS -> new Compare.OfValue(range, Result.LESS, operand);
            case NOT_EQUAL -> new Compare.OfValue(range, Result.NOT_EQUAL, operand);
            case UNRECOGNIZED -> ifAnyKeyExists(range);
        };
    }

    private static Compare unknownTarget(KeyRange range, io.evenkeel.api.proto.Compare compare) {
        return switch (compare.getResult()) {
            case EQUAL, UNRECOGNIZED -> always(range);
            case GREATER, LESS, NOT_EQUAL -> never(range);
        };
    }

    /** Versions are at least 1, and a key that is not there compares as 0. */
    private static Compare always(KeyRange range) {
        return new Compare.OfNumber(range, Result.GREATER, Target.VERSION, -1);
    }

    private static Compare never(KeyRange range) {
        return new Compare.OfNumber(range, Result.LESS, Target.VERSION, 0);
    }

    private static Compare ifAnyKeyExists(KeyRange range) {
        return new Compare.OfNumber(range, Result.GREATER, Target.VERSION, 0);
    }
}
