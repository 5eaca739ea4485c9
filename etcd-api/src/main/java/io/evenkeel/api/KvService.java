package io.evenkeel.api;

import io.evenkeel.api.peer.Writer;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.CompactionResponse;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** etcd's {@code KV} service. */
final class KvService extends KVGrpc.KVImplBase {

    private final KeyValueStore store;
    private final RequestChecks checks;
    private final Responses responses;
    private final Writer writer;
    private final RangeStreams streams;
    private final Calls calls;
    private final AnswerBudget budget;
    private final HeadReads headReads;
    private final Executor blocking;

    /**
     * @param budget for the answers of range streams
     * @param blocking runs the range streams; virtual threads
     */
    KvService(
            KeyValueStore store,
            RequestChecks checks,
            Responses responses,
            Writer writer,
            RangeStreams streams,
            Calls calls,
            AnswerBudget budget,
            Executor blocking) {
        this.store = store;
        this.checks = checks;
        this.responses = responses;
        this.writer = writer;
        this.streams = streams;
        this.calls = calls;
        this.budget = budget;
        this.headReads = new HeadReads(store);
        this.blocking = blocking;
    }

    @Override
    public void range(RangeRequest request, StreamObserver<RangeResponse> client) {
        calls.answerInRoom(
                client,
                room -> {
                    checks.check(request);
                    return store.range(Requests.range(request), request.getSerializable(), room);
                },
                answer -> {
                    headReads.answered(request, answer);
                    return responses.range(answer);
                });
    }

    @Override
    public void rangeStream(RangeRequest request, StreamObserver<RangeStreamResponse> client) {
        try {
            checks.checkStream(request);
        } catch (EtcdException refused) {
            client.onError(refused);
            return;
        }
        AnswerBudget.CallRoom room = budget.open(CurrentCall.STAGES.get());
        var transport = new StreamTransport<>(
                (ServerCallStreamObserver<RangeStreamResponse>) client, room.stages(), room::close);
        blocking.execute(() -> streams.send(Requests.range(request), request.getSerializable(), room, transport));
    }

    @Override
    public void put(PutRequest request, StreamObserver<PutResponse> client) {
        calls.answerInRoom(
                client,
                room -> {
                    checks.check(request);
                    return writer.write(Write.newBuilder().setPut(request).build(), room);
                },
                Written::getPut);
    }

    @Override
    public void deleteRange(DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> client) {
        calls.answerInRoom(
                client,
                room -> {
                    checks.check(request);
                    return writer.write(
                            Write.newBuilder().setDeleteRange(request).build(), room);
                },
                Written::getDeleteRange);
    }

    @Override
    public void txn(TxnRequest request, StreamObserver<TxnResponse> client) {
        calls.answerInRoom(
                client,
                room -> {
                    checks.check(request);
                    return writer.write(Write.newBuilder().setTxn(request).build(), room);
                },
                Written::getTxn);
    }

    @Override
    public void compact(CompactionRequest request, StreamObserver<CompactionResponse> client) {
        if (request.getPhysical()) {
            calls.answerHoweverLate(client, () -> compacted(request), responses::compaction);
        } else {
            calls.answer(client, () -> compacted(request), responses::compaction);
        }
    }

    private CompletableFuture<Long> compacted(CompactionRequest request) {
        return CurrentCall.inDatabase(store.compact(request.getRevision(), request.getPhysical()));
    }
}
