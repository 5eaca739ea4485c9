package io.evenkeel.e2e.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tls.Authority.Issued;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TLS on the port for clients: who is let in, by whom, and what happens when certificates are renewed. */
class TlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Scratch scratch = Scratch.create();
    private final Path folder = scratch.folder("certificates");
    private final Authority authority = new Authority("ours");
    private final Path authorityFile = authority.writeTo(folder.resolve("ca.crt"));
    private final int plainPort = FreePorts.take();
    private final int port = FreePorts.take();

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @Test
    void letsInWhoseCertificateIsOfTheTrustedAuthority() {
        Issued own = authority.issue(folder, "server");
        Issued client = authority.issue(folder, "client");
        Issued stranger = new Authority("theirs").issue(folder, "stranger");
        try (EvenkeelProcess _ = serve(own, "--trusted-ca-file=" + authorityFile, "--client-cert-auth")) {
            put(client);

            assertThatThrownBy(() -> put(stranger)).satisfies(TlsIT::isRefusedByTheTransport);
            assertThatThrownBy(this::putWithoutCertificate).satisfies(TlsIT::isRefusedByTheTransport);
            assertThatThrownBy(this::putWithoutTls).satisfies(TlsIT::isRefusedByTheTransport);
        }
    }

    @Test
    void servesEtcdctlAndHttp() throws IOException, GeneralSecurityException, InterruptedException {
        Issued own = authority.issue(folder, "server");
        try (EvenkeelProcess _ = serve(own)) {
            CommandResult put = Command.of(
                            GoTools.path("etcdctl"),
                            "--endpoints=https://127.0.0.1:" + port,
                            "--cacert=" + authorityFile,
                            "put",
                            "key",
                            "value")
                    .run(LIMIT);
            assertThat(put.stdout()).isEqualToIgnoringNewLines("OK");
            assertThat(get("/health")).isEqualTo("{\"health\":\"true\",\"reason\":\"\"}");
        }
    }

    @Test
    void showsARenewedCertificateWithoutARestart() throws IOException {
        Issued own = authority.issue(folder, "server");
        try (EvenkeelProcess _ = serve(own)) {
            ManagedChannel before = channel(null);
            try {
                put(before);
                assertThat(shown()).isEqualTo(own.certificate());

                Issued renewed = authority.issue(scratch.folder("renewed"), "server");
                Files.move(renewed.keyFile(), own.keyFile(), StandardCopyOption.REPLACE_EXISTING);
                Files.move(renewed.certificateFile(), own.certificateFile(), StandardCopyOption.REPLACE_EXISTING);

                Await.until("the renewed certificate", LIMIT, () -> shown().equals(renewed.certificate()));
                put(before);
            } finally {
                before.shutdownNow();
            }
        }
    }

    /** Files are replaced one after the other. */
    @Test
    void goesOnWithWhatItHasWhileOnlyOneOfTwoFilesIsRenewed() throws IOException {
        Issued own = authority.issue(folder, "server");
        try (EvenkeelProcess server = serve(own)) {
            Issued renewed = authority.issue(scratch.folder("renewed"), "server");
            Files.move(renewed.keyFile(), own.keyFile(), StandardCopyOption.REPLACE_EXISTING);

            Await.until("a warning", LIMIT, () -> server.process().output().contains("is not that of the certificate"));
            assertThat(shown()).isEqualTo(own.certificate());

            Files.move(renewed.certificateFile(), own.certificateFile(), StandardCopyOption.REPLACE_EXISTING);
            Await.until("the renewed certificate", LIMIT, () -> shown().equals(renewed.certificate()));
        }
    }

    @Test
    void goesOnWithWhatItHasWhenARenewedFileMakesNoSense() throws IOException {
        Issued own = authority.issue(folder, "server");
        try (EvenkeelProcess server = serve(own)) {
            Files.writeString(own.certificateFile(), "nonsense");

            Await.until("a warning", LIMIT, () -> server.process().output().contains("Certificates have changed, but"));
            assertThat(shown()).isEqualTo(own.certificate());
        }
    }

    @Test
    void refusesVersionsOfTlsThatAreTooOld() throws IOException {
        Issued own = authority.issue(folder, "server");
        try (EvenkeelProcess _ = serve(own, "--tls-min-version=TLS1.3")) {
            assertThat(suiteWith("TLSv1.3")).startsWith("TLS_AES");
            assertThatThrownBy(() -> suiteWith("TLSv1.2")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void offersTheCipherSuitesAskedForOnly() throws IOException {
        Issued own = authority.issue(folder, "server");
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384";
        try (EvenkeelProcess _ = serve(own, "--cipher-suites=" + suite)) {
            assertThat(suiteWith("TLSv1.2")).isEqualTo(suite);
            assertThatThrownBy(() -> suiteWith("TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"))
                    .isInstanceOf(SSLException.class);
        }
    }

    /** The cipher suite that a client comes to, who speaks this version only and, where they are given, these suites. */
    private String suiteWith(String version, String... suites) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAll()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.setEnabledProtocols(new String[] {version});
                if (suites.length > 0) {
                    socket.setEnabledCipherSuites(suites);
                }
                socket.startHandshake();
                return socket.getSession().getCipherSuite();
            }
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private EvenkeelProcess serve(Issued own, String... more) {
        String[] flags = new String[more.length + 2];
        flags[0] = "--cert-file=" + own.certificateFile();
        flags[1] = "--key-file=" + own.keyFile();
        System.arraycopy(more, 0, flags, 2, more.length);
        return EvenkeelProcess.startSecured(
                Backend.SQLITE.fresh(scratch.folder("data")), scratch.folder("evenkeel"), plainPort, port, flags);
    }

    private String url() {
        return "https://127.0.0.1:" + port;
    }

    /** By a client that would rather speak HTTP/2. */
    private String get(String path) throws IOException, GeneralSecurityException, InterruptedException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(context).build()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(url() + path)).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void putWithoutCertificate() {
        ManagedChannel channel = channel(null);
        try {
            put(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private void put(Issued client) {
        ManagedChannel channel = channel(client);
        try {
            put(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private void putWithoutTls() {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            put(channel);
        } finally {
            channel.shutdownNow();
        }
    }

    private static void put(ManagedChannel channel) {
        var _ = KVGrpc.newBlockingStub(channel)
                .withDeadlineAfter(LIMIT)
                .put(PutRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8("key"))
                        .build());
    }

    private ManagedChannel channel(@Nullable Issued client) {
        try {
            SslContextBuilder tls = GrpcSslContexts.forClient().trustManager(authorityFile.toFile());
            if (client != null) {
                tls.keyManager(client.key(), client.certificate());
            }
            return NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .sslContext(tls.build())
                    .build();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void isRefusedByTheTransport(Throwable failure) {
        assertThat(failure).isInstanceOf(StatusRuntimeException.class);
        assertThat(((StatusRuntimeException) failure).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    /** The certificate that a new connection is shown. */
    private X509Certificate shown() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustingAll()}, null);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
                socket.startHandshake();
                return (X509Certificate) socket.getSession().getPeerCertificates()[0];
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("no handshake", e);
        }
    }

    private static final class TrustingAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
