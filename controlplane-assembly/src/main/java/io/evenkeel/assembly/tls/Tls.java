package io.evenkeel.assembly.tls;

import io.evenkeel.assembly.config.TlsConfig;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.grpc.netty.shaded.io.netty.handler.ssl.ApplicationProtocolNames;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import javax.net.ssl.SSLException;

/** TLS as it is configured, for those who call this server and for those it calls. */
public final class Tls {

    private Tls() {}

    /**
     * For the ports for clients. Whoever can speak HTTP/1 is to do so, since only gRPC is served over HTTP/2; and clients of
     * gRPC offer nothing else.
     *
     * @throws BadCertificateException when it cannot be had as configured
     */
    public static SslContext forClients(TlsConfig config, CertificateFiles files) {
        try {
            var builder = GrpcSslContexts.configure(SslContextBuilder.forServer(files.keys()))
                    .protocols(config.minVersion().protocols())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_1_1,
                            ApplicationProtocolNames.HTTP_2));
            if (!config.cipherSuites().isEmpty()) {
                builder.ciphers(config.cipherSuites());
            }
            if (config.asksForCertificates()) {
                builder.clientAuth(ClientAuth.REQUIRE).trustManager(files.trust());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new BadCertificateException("TLS cannot be had as configured: " + e.getMessage(), e);
        }
    }

    /** For calling other servers of the store: showing the same certificate, trusting those that are for peers. */
    public static SslContext toPeers(TlsConfig config, CertificateFiles files) {
        try {
            var builder = GrpcSslContexts.forClient()
                    .protocols(config.minVersion().protocols())
                    .trustManager(files.trustInPeers());
            if (config.certFile().isPresent()) {
                builder.keyManager(files.keys());
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new BadCertificateException("TLS cannot be had as configured: " + e.getMessage(), e);
        }
    }
}
