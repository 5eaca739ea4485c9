package io.evenkeel.e2e.operator;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.fabric8.kubernetes.api.model.Secret;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;

/** Whoever asks one of the servers that are shared, as an API server does: by the name of their Service. */
record SecuredClient(ManagedChannel channel) implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** @param own what it shows as its own, if anything */
    static SecuredClient of(int port, Plane servers, Optional<Secret> own) throws IOException {
        Secret theirs = Objects.requireNonNull(servers.find(Secret.class, servers.name() + ".ca"));
        var tls = GrpcSslContexts.forClient().trustManager(entry(theirs, "tls.crt"));
        own.ifPresent(secret -> tls.keyManager(entry(secret, "tls.crt"), entry(secret, "tls.key")));
        return new SecuredClient(NettyChannelBuilder.forAddress("127.0.0.1", port)
                .sslContext(tls.build())
                .overrideAuthority(servers.name() + ".default.svc")
                .build());
    }

    private static InputStream entry(Secret secret, String key) {
        return new ByteArrayInputStream(
                Base64.getDecoder().decode(secret.getData().get(key)));
    }

    void put(String key, String value, int times) {
        for (int i = 0; i < times; i++) {
            var _ = stub().withWaitForReady()
                    .put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8(key))
                            .setValue(ByteString.copyFromUtf8(value))
                            .build());
        }
    }

    String get(String key) {
        return stub().range(RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(key))
                        .build())
                .getKvs(0)
                .getValue()
                .toStringUtf8();
    }

    private KVGrpc.KVBlockingStub stub() {
        return KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT);
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
