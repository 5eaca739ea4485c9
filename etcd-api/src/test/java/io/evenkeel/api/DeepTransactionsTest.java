package io.evenkeel.api;

import static io.evenkeel.api.EtcdErrors.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeepTransactionsTest {

    private static final int MAX_TXN_OPS = ServiceSettings.DEFAULTS.maxTxnOps();

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void readsWhatIsNestedAsDeepAsAllowedAndSomewhatDeeper() {
        assertThat(readFromTheWire(nested(MAX_TXN_OPS))).isEqualTo(nested(MAX_TXN_OPS));
        assertThat(readFromTheWire(nested(2 * MAX_TXN_OPS - 1))).isEqualTo(nested(2 * MAX_TXN_OPS - 1));
    }

    @Test
    void runsTransactionsNestedAsDeepAsAllowed() {
        TxnResponse response = txn(nested(MAX_TXN_OPS));

        assertThat(response.getHeader().getRevision()).isEqualTo(2);
        assertRefused(EtcdError.TOO_MANY_OPS, () -> server.kv().txn(nested(MAX_TXN_OPS + 1)));
    }

    @Test
    void leavesOutNoMethod() {
        ServerServiceDefinition service = server.services.all().getFirst();

        assertThat(service.getMethods())
                .extracting(method -> method.getMethodDescriptor().getFullMethodName())
                .containsExactlyInAnyOrder(
                        "etcdserverpb.KV/Range",
                        "etcdserverpb.KV/RangeStream",
                        "etcdserverpb.KV/Put",
                        "etcdserverpb.KV/DeleteRange",
                        "etcdserverpb.KV/Txn",
                        "etcdserverpb.KV/Compact");
    }

    /** By a client that reads what is answered as deep as it has asked. */
    private TxnResponse txn(TxnRequest request) {
        MethodDescriptor<TxnRequest, TxnResponse> method = KVGrpc.getTxnMethod().toBuilder()
                .setResponseMarshaller(
                        ProtoUtils.marshallerWithRecursionLimit(TxnResponse.getDefaultInstance(), 3 * MAX_TXN_OPS))
                .build();
        return ClientCalls.blockingUnaryCall(server.channel, method, CallOptions.DEFAULT, request);
    }

    /** The in-process transport hands messages over without reading them, so this does what others do. */
    private Object readFromTheWire(TxnRequest request) {
        ServerMethodDefinition<?, ?> txn = server.services.all().getFirst().getMethods().stream()
                .filter(method -> method.getMethodDescriptor()
                        .getFullMethodName()
                        .equals(KVGrpc.getTxnMethod().getFullMethodName()))
                .findFirst()
                .orElseThrow();
        return txn.getMethodDescriptor().parseRequest(request.toByteString().newInput());
    }

    /** As many transactions, one in the other, the innermost with a put. */
    private static TxnRequest nested(int depth) {
        TxnRequest txn = TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder()
                        .setRequestPut(PutRequest.newBuilder().setKey(TestServer.bytes("a"))))
                .build();
        for (int i = 1; i < depth; i++) {
            txn = TxnRequest.newBuilder()
                    .addSuccess(RequestOp.newBuilder().setRequestTxn(txn))
                    .build();
        }
        return txn;
    }
}
