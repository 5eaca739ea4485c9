package io.evenkeel.mvcc.model;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.read.Values;
import io.evenkeel.mvcc.write.Outcome;
import java.util.HexFormat;
import java.util.List;

/** Answers of store and model as texts that are equal exactly when the answers are. */
final class Answers {

    private Answers() {}

    static String refused(Refusal refusal) {
        return "refused: " + refusal;
    }

    static String text(Value value) {
        return HexFormat.of().formatHex(value.unsafeBytes());
    }

    static String keyValue(Key key, long create, long mod, long version, long lease, String value) {
        return key + "{create " + create + ", mod " + mod + ", version " + version + ", lease " + lease + ", value "
                + value + "}";
    }

    static String put(long revision, String previous) {
        return "put at " + revision + ", previous " + previous;
    }

    static String delete(long revision, long deleted, List<String> previous) {
        return "deleted " + deleted + " at " + revision + ", previous " + previous;
    }

    static String range(long revision, List<String> keys, boolean more, long count) {
        return "range at " + revision + ": " + keys + ", more " + more + ", count " + count;
    }

    static String txn(long revision, boolean succeeded, List<String> responses) {
        return "txn at " + revision + " " + succeeded + ": " + responses;
    }

    static String of(Resolved<RangeAnswer> resolved) {
        RangeAnswer answer = resolved.answer();
        return range(answer.revision(), answer.query(), answer.result(), resolved.values());
    }

    static String of(Outcome outcome, Values values) {
        return switch (outcome) {
            case Outcome.Put put ->
                put(
                        put.revision(),
                        put.previous().map(kv -> text(kv, false, values)).orElse("none"));
            case Outcome.DeleteRange delete ->
                delete(
                        delete.revision(),
                        delete.deleted(),
                        delete.previous().stream()
                                .map(kv -> text(kv, false, values))
                                .toList());
            case Outcome.Range range -> range(range.revision(), range.query(), range.result(), values);
            case Outcome.Txn txn ->
                txn(
                        txn.revision(),
                        txn.succeeded(),
                        txn.responses().stream()
                                .map(response -> of(response, values))
                                .toList());
            case Outcome.LeaseRevoked revoked -> "revoked at " + revoked.revision();
        };
    }

    private static String range(long revision, RangeQuery query, RangeResult result, Values values) {
        return range(
                revision,
                result.keys().stream()
                        .map(kv -> text(kv, query.keysOnly(), values))
                        .toList(),
                result.more(),
                result.count());
    }

    private static String text(KeyVersion kv, boolean keyOnly, Values values) {
        var version = kv.version();
        return keyValue(
                kv.key(),
                version.createRevision(),
                version.modRevision(),
                version.version(),
                version.lease(),
                keyOnly ? "-" : text(values.of(kv)));
    }
}
