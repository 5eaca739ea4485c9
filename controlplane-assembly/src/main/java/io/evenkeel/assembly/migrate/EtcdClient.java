package io.evenkeel.assembly.migrate;

import io.evenkeel.api.proto.AuthGrpc;
import io.evenkeel.api.proto.AuthenticateRequest;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.KVGrpc.KVBlockingStub;
import io.evenkeel.api.proto.LeaseGrpc;
import io.evenkeel.api.proto.LeaseGrpc.LeaseBlockingStub;
import io.evenkeel.assembly.config.TlsConfig;
import io.evenkeel.assembly.config.TlsVersion;
import io.evenkeel.assembly.tls.CertificateFiles;
import io.evenkeel.assembly.tls.Tls;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A client of one server that speaks etcd's API. Logs in where that is asked for, also again when it is no longer known. */
final class EtcdClient implements AutoCloseable {

    /** For one call. An etcd walks over all keys to count them. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Metadata.Key<String> TOKEN = Metadata.Key.of("token", Metadata.ASCII_STRING_MARSHALLER);

    private final EtcdEndpoint endpoint;
    private final Optional<CertificateFiles> certificates;
    private final ManagedChannel connection;
    private volatile Channel channel;

    private EtcdClient(EtcdEndpoint endpoint, Optional<CertificateFiles> certificates, ManagedChannel connection) {
        this.endpoint = endpoint;
        this.certificates = certificates;
        this.connection = connection;
        this.channel = connection;
    }

    /**
     * Connects, and logs in if there is a user.
     *
     * @throws MigrationException when the server does not let this client in
     */
    static EtcdClient open(EtcdEndpoint endpoint) {
        var url = endpoint.url();
        var builder =
                NettyChannelBuilder.forAddress(url.getHost(), url.getPort()).maxInboundMessageSize(Integer.MAX_VALUE);
        Optional<CertificateFiles> certificates = Optional.empty();
        if (endpoint.isSecure()) {
            var tls = new TlsConfig(
                    endpoint.own().map(EtcdEndpoint.KeyPairFiles::certificate),
                    endpoint.own().map(EtcdEndpoint.KeyPairFiles::key),
                    endpoint.trusted(),
                    Optional.empty(),
                    false,
                    List.of(),
                    TlsVersion.TLS1_2);
            var files = CertificateFiles.open(tls);
            certificates = Optional.of(files);
            builder.sslContext(Tls.toPeers(tls, files));
        } else {
            builder.usePlaintext();
        }
        var client = new EtcdClient(endpoint, certificates, builder.build());
        try {
            endpoint.login().ifPresent(client::logIn);
            return client;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void logIn(EtcdEndpoint.Login login) {
        try {
            var request = AuthenticateRequest.newBuilder()
                    .setName(login.user())
                    .setPassword(password(login))
                    .build();
            var headers = new Metadata();
            headers.put(
                    TOKEN,
                    AuthGrpc.newBlockingStub(connection)
                            .withDeadlineAfter(LIMIT)
                            .authenticate(request)
                            .getToken());
            channel = ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(headers));
        } catch (StatusRuntimeException e) {
            throw failed(e);
        }
    }

    private static String password(EtcdEndpoint.Login login) {
        try {
            return Files.readString(login.passwordFile()).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new MigrationException("cannot read the password in " + login.passwordFile() + ": " + e, e);
        }
    }

    /** Asks one thing of the keys. */
    <T> T kv(Function<KVBlockingStub, T> call) {
        return call(channel -> call.apply(KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT)));
    }

    /** Asks one thing of the leases. */
    <T> T leases(Function<LeaseBlockingStub, T> call) {
        return call(channel -> call.apply(LeaseGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT)));
    }

    private <T> T call(Function<Channel, T> call) {
        try {
            return call.apply(channel);
        } catch (StatusRuntimeException e) {
            boolean isForgotten = e.getStatus().getCode() == Status.Code.UNAUTHENTICATED;
            if (!isForgotten || endpoint.login().isEmpty()) {
                throw failed(e);
            }
        }
        logIn(endpoint.login().get());
        try {
            return call.apply(channel);
        } catch (StatusRuntimeException e) {
            throw failed(e);
        }
    }

    private MigrationException failed(StatusRuntimeException e) {
        String reason = e.getStatus().getDescription();
        if (e.getStatus().getCode() == Status.Code.UNAVAILABLE && e.getCause() != null) {
            reason = e.getStatus().getDescription() + ", " + e.getCause().getMessage();
        }
        return new MigrationException(
                "etcd " + endpoint.url() + ": "
                        + (reason == null ? e.getStatus().getCode() : reason),
                e);
    }

    /** For calls that go on. */
    Channel channel() {
        return channel;
    }

    /** What this server is called in messages. */
    String description() {
        return "etcd " + endpoint.url();
    }

    @Override
    public void close() {
        connection.shutdownNow();
        certificates.ifPresent(CertificateFiles::close);
    }
}
