package io.evenkeel.api;

import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.Values;
import java.util.List;

/** What ranges return, whether asked for on their own, within a transaction or as a stream. */
final class RangeResponses {

    private RangeResponses() {}

    /** All of a result but the header. */
    static RangeResponse.Builder of(RangeQuery query, RangeResult result, Values values) {
        var response = RangeResponse.newBuilder().setCount(result.count()).setMore(result.more());
        addKeys(response, query, result.keys(), values);
        return response;
    }

    static void addKeys(RangeResponse.Builder response, RangeQuery query, List<KeyVersion> keys, Values values) {
        for (KeyVersion key : keys) {
            response.addKvs(
                    !query.keysOnly()
                            ? KeyValues.of(key, values.of(key))
                            : query.sortsByValue() ? KeyValues.withoutValue(key) : KeyValues.keyOnly(key));
        }
    }
}
