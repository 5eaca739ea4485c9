package io.evenkeel.api;

import io.evenkeel.api.proto.CompactionResponse;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.ResponseOp;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.read.Values;
import io.evenkeel.mvcc.write.Outcome;

/**
 * The store's answers on the wire. Every answer has a full header; within a transaction operations have one that says only
 * the revision, and nested transactions an empty one.
 */
final class Responses {

    private final Headers headers;

    Responses(Headers headers) {
        this.headers = headers;
    }

    RangeResponse range(Resolved<RangeAnswer> resolved) {
        RangeAnswer answer = resolved.answer();
        return RangeResponses.of(answer.query(), answer.result(), resolved.values())
                .setHeader(headers.at(answer.revision()))
                .build();
    }

    PutResponse put(Resolved<Outcome> resolved) {
        var put = (Outcome.Put) resolved.answer();
        return put(put, resolved.values(), headers.at(put.revision()));
    }

    DeleteRangeResponse deleteRange(Resolved<Outcome> resolved) {
        var deletion = (Outcome.DeleteRange) resolved.answer();
        return deleteRange(deletion, resolved.values(), headers.at(deletion.revision()));
    }

    TxnResponse txn(Resolved<Outcome> resolved) {
        var txn = (Outcome.Txn) resolved.answer();
        return txn(txn, resolved.values(), headers.at(txn.revision()));
    }

    CompactionResponse compaction(long revision) {
        return CompactionResponse.newBuilder().setHeader(headers.at(revision)).build();
    }

    private static PutResponse put(Outcome.Put put, Values values, ResponseHeader header) {
        var response = PutResponse.newBuilder().setHeader(header);
        put.previous().ifPresent(previous -> response.setPrevKv(KeyValues.of(previous, values.of(previous))));
        return response.build();
    }

    private static DeleteRangeResponse deleteRange(Outcome.DeleteRange deletion, Values values, ResponseHeader header) {
        var response = DeleteRangeResponse.newBuilder().setHeader(header).setDeleted(deletion.deleted());
        for (KeyVersion previous : deletion.previous()) {
            response.addPrevKvs(KeyValues.of(previous, values.of(previous)));
        }
        return response.build();
    }

    private static TxnResponse txn(Outcome.Txn txn, Values values, ResponseHeader header) {
        var response = TxnResponse.newBuilder().setHeader(header).setSucceeded(txn.succeeded());
        for (Outcome outcome : txn.responses()) {
            response.addResponses(op(outcome, values));
        }
        return response.build();
    }

    private static ResponseOp op(Outcome outcome, Values values) {
        var response = ResponseOp.newBuilder();
        ResponseHeader header = Headers.within(outcome.revision());
        return switch (outcome) {
            case Outcome.Range range ->
                response.setResponseRange(RangeResponses.of(range.query(), range.result(), values)
                                .setHeader(header))
                        .build();
            case Outcome.Put put ->
                response.setResponsePut(put(put, values, header)).build();
            case Outcome.DeleteRange deletion ->
                response.setResponseDeleteRange(deleteRange(deletion, values, header))
                        .build();
            case Outcome.Txn nested ->
                response.setResponseTxn(txn(nested, values, ResponseHeader.getDefaultInstance()))
                        .build();
            case Outcome.LeaseRevoked _ -> throw new AssertionError("a transaction revoked a lease");
        };
    }
}
