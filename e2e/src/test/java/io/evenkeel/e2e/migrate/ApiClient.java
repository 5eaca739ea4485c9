package io.evenkeel.e2e.migrate;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;

/** Asks a server what a kube-apiserver asks, in the same shapes: the only ones that kine knows. */
final class ApiClient implements AutoCloseable {

    static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final ManagedChannel channel;

    ApiClient(ServerUnderTest server) {
        this.channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .maxInboundMessageSize(Integer.MAX_VALUE)
                .build();
    }

    KVGrpc.KVBlockingStub kv() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT);
    }

    private LeaseGrpc.LeaseBlockingStub leases() {
        return LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT);
    }

    /** Creates a key; returns its revision. */
    long create(String key, String value, long lease) {
        TxnResponse answer = kv().txn(TxnRequest.newBuilder()
                .addCompare(unchanged(key, 0))
                .addSuccess(put(key, value, lease))
                .build());
        Assertions.assertThat(answer.getSucceeded()).as("create " + key).isTrue();
        return answer.getHeader().getRevision();
    }

    /** Updates a key that is at this revision; returns its new one. */
    long update(String key, String value, long revision, long lease) {
        TxnResponse answer = kv().txn(TxnRequest.newBuilder()
                .addCompare(unchanged(key, revision))
                .addSuccess(put(key, value, lease))
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key))))
                .build());
        Assertions.assertThat(answer.getSucceeded()).as("update " + key).isTrue();
        return answer.getHeader().getRevision();
    }

    void delete(String key, long revision) {
        var name = ByteString.copyFromUtf8(key);
        TxnResponse answer = kv().txn(TxnRequest.newBuilder()
                .addCompare(unchanged(key, revision))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(name)))
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(name)))
                .build());
        Assertions.assertThat(answer.getSucceeded()).as("delete " + key).isTrue();
    }

    /** What an API server notes down when it compacts; the version of the key is what it compares. */
    void noteCompaction(long version, String revision) {
        String key = "compact_rev_key";
        TxnResponse answer = kv().txn(TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setTarget(Compare.CompareTarget.VERSION)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setVersion(version))
                .addSuccess(put(key, revision, 0))
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(ByteString.copyFromUtf8(key))))
                .build());
        Assertions.assertThat(answer.getSucceeded()).as("compaction " + version).isTrue();
    }

    private static Compare unchanged(String key, long revision) {
        return Compare.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setTarget(Compare.CompareTarget.MOD)
                .setResult(Compare.CompareResult.EQUAL)
                .setModRevision(revision)
                .build();
    }

    static RequestOp put(String key, String value, long lease) {
        return RequestOp.newBuilder()
                .setRequestPut(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .setValue(ByteString.copyFromUtf8(value))
                        .setLease(lease))
                .build();
    }

    long grant(long ttlSeconds) {
        return leases().leaseGrant(
                        LeaseGrantRequest.newBuilder().setTTL(ttlSeconds).build())
                .getID();
    }

    LeaseTimeToLiveResponse lease(long id) {
        return leases().leaseTimeToLive(LeaseTimeToLiveRequest.newBuilder()
                .setID(id)
                .setKeys(true)
                .build());
    }

    /** All keys there are, as of now. */
    RangeResponse everything() {
        return kv().range(
                        RangeRequest.newBuilder().setKey(ZERO).setRangeEnd(ZERO).build());
    }

    /** All objects of Kubernetes, as of now. */
    RangeResponse objects() {
        return kv().range(RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8("/registry/"))
                .setRangeEnd(ByteString.copyFromUtf8("/registry0"))
                .build());
    }

    RangeResponse get(String key) {
        return kv().range(RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .build());
    }

    /** What a watch of all objects from this revision is told, its creation included. */
    BlockingQueue<WatchResponse> watch(long revision) {
        var told = new LinkedBlockingQueue<WatchResponse>();
        StreamObserver<WatchRequest> requests = WatchGrpc.newStub(channel).watch(new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {
                told.add(response);
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        requests.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("/registry/"))
                        .setRangeEnd(ByteString.copyFromUtf8("/registry0"))
                        .setStartRevision(revision))
                .build());
        return told;
    }

    static WatchResponse take(BlockingQueue<WatchResponse> told) throws InterruptedException {
        WatchResponse response = told.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (response == null) {
            throw new AssertionError("a watch is told nothing");
        }
        return response;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
