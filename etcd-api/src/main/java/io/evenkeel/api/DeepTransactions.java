package io.evenkeel.api;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.TxnRequest;
import io.grpc.BindableService;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;

/**
 * The {@code KV} service for transactions nested deeper than protobuf reads by default, which is about fifty. A client may
 * nest as many as it may have operations; what is nested a little deeper is read too, so as to be refused for that.
 */
final class DeepTransactions {

    /** A nested transaction is two messages: the operation and the transaction in it. */
    private static final int MESSAGES_PER_TXN = 2;

    /** How much deeper than allowed is still read. Each level takes its share of the reading thread's stack. */
    private static final int SURPLUS = 2;

    private DeepTransactions() {}

    static BindableService in(KvService service, int maxTxnOps) {
        var txn = KVGrpc.getTxnMethod().toBuilder()
                .setRequestMarshaller(ProtoUtils.marshallerWithRecursionLimit(
                        TxnRequest.getDefaultInstance(), SURPLUS * MESSAGES_PER_TXN * maxTxnOps))
                .build();
        ServerServiceDefinition shallow = service.bindService();
        var deep = ServerServiceDefinition.builder(KVGrpc.SERVICE_NAME);
        for (ServerMethodDefinition<?, ?> method : shallow.getMethods()) {
            if (!method.getMethodDescriptor().equals(KVGrpc.getTxnMethod())) {
                deep.addMethod(method);
            }
        }
        ServerServiceDefinition definition =
                deep.addMethod(txn, ServerCalls.asyncUnaryCall(service::txn)).build();
        return () -> definition;
    }
}
