package io.evenkeel.assembly.rehearsal;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchGrpc;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.URI;

/** Asks what a kube-apiserver asks, in the same shapes, one call after the other, with a watch beside it. */
final class RehearsalClient implements AutoCloseable {

    private static final int OBJECTS = 100;
    private static final ByteString VALUE = ByteString.copyFrom(new byte[512]);
    private static final long LEASE_SECONDS = 3600;

    private final ManagedChannel channel;
    private final KVGrpc.KVBlockingStub kv;

    private RehearsalClient(ManagedChannel channel) {
        this.channel = channel;
        this.kv = KVGrpc.newBlockingStub(channel);
    }

    static RehearsalClient of(String url) {
        URI uri = URI.create(url);
        return new RehearsalClient(NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .usePlaintext()
                .build());
    }

    void awaitServer() {
        var _ = kv.withWaitForReady()
                .range(RangeRequest.newBuilder().setKey(key(0, 0)).build());
    }

    /** @param number tells its objects from those of other clients */
    void work(int number) {
        watch(number);
        long lease = LeaseGrpc.newBlockingStub(channel)
                .leaseGrant(LeaseGrantRequest.newBuilder().setTTL(LEASE_SECONDS).build())
                .getID();
        for (int object = 0; object < OBJECTS; object++) {
            ByteString key = key(number, object);
            update(key, 0, 0);
            long revision = get(key);
            update(key, revision, object % 10 == 0 ? lease : 0);
            get(key);
        }
        list(number);
        var _ = kv.deleteRange(DeleteRangeRequest.newBuilder()
                .setKey(key(number, 0))
                .setRangeEnd(key(number, OBJECTS))
                .build());
    }

    private void watch(int number) {
        StreamObserver<WatchRequest> watch = WatchGrpc.newStub(channel).watch(new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {}

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onCompleted() {}
        });
        watch.onNext(WatchRequest.newBuilder()
                .setCreateRequest(WatchCreateRequest.newBuilder()
                        .setKey(key(number, 0))
                        .setRangeEnd(key(number, OBJECTS))
                        .setPrevKv(true)
                        .setProgressNotify(true))
                .build());
    }

    /** Puts the object if its last revision is this one, else reads it. */
    private void update(ByteString key, long revision, long lease) {
        TxnResponse response = kv.txn(TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(key)
                        .setTarget(Compare.CompareTarget.MOD)
                        .setResult(Compare.CompareResult.EQUAL)
                        .setModRevision(revision))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder()
                                .setKey(key)
                                .setValue(VALUE)
                                .setLease(lease)))
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(key)))
                .build());
        if (!response.getSucceeded()) {
            throw new IllegalStateException("somebody else has written " + key.toStringUtf8());
        }
    }

    private long get(ByteString key) {
        return kv.range(RangeRequest.newBuilder().setKey(key).build()).getKvs(0).getModRevision();
    }

    private void list(int number) {
        var _ = kv.range(RangeRequest.newBuilder()
                .setKey(key(number, 0))
                .setRangeEnd(key(number, OBJECTS))
                .setLimit(OBJECTS)
                .build());
    }

    private static ByteString key(int client, int object) {
        return ByteString.copyFromUtf8("/registry/rehearsals/%d/object-%05d".formatted(client, object));
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
