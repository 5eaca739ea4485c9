package io.evenkeel.e2e.tls;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tls.Authority.Issued;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Two servers of a store that reach each other by TLS alone, each with a certificate of a private authority. */
class PeersTlsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FORWARDED = "evenkeel_forwarded_writes_total ";

    private final Scratch scratch = Scratch.create();
    private final Path folder = scratch.folder("certificates");
    private final Authority authority = new Authority("ours");
    private final Path authorityFile = authority.writeTo(folder.resolve("ca.crt"));

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    /** What a server says of whom it trusts. */
    enum Trust {
        CLIENTS_AND_PEERS("--trusted-ca-file=", "--client-cert-auth"),
        PEERS("--peer-trusted-ca-file=", "--client-cert-auth=false");

        private final String file;
        private final String clients;

        Trust(String file, String clients) {
            this.file = file;
            this.clients = clients;
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTGRES, CLIENTS_AND_PEERS", "MARIADB, PEERS"})
    void oneWritesForBoth(Backend backend, Trust trust) {
        Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
        try (EvenkeelProcess first = serve(datastore, "first", authority, trust);
                EvenkeelProcess second = serve(datastore, "second", authority, trust)) {
            Await.until("a write of the second done by the first", LIMIT, () -> {
                put(first);
                put(second);
                return forwarded(second) > 0;
            });
            assertThat(forwarded(first)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(names = "POSTGRES")
    void whoIsNotTrustedWritesByItself(Backend backend) {
        Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
        try (EvenkeelProcess first = serve(datastore, "first", authority, Trust.CLIENTS_AND_PEERS);
                EvenkeelProcess second = serve(datastore, "second", new Authority("theirs"), Trust.CLIENTS_AND_PEERS)) {
            for (int i = 0; i < 500; i++) {
                put(first);
                put(second);
            }
            assertThat(forwarded(first)).isZero();
            assertThat(forwarded(second)).isZero();
        }
    }

    private EvenkeelProcess serve(Backend.Datastore datastore, String name, Authority issuer, Trust trust) {
        Issued own = issuer.issue(folder, name);
        int securePort = FreePorts.take();
        return EvenkeelProcess.startSecured(
                datastore,
                scratch.folder(name),
                FreePorts.take(),
                securePort,
                "--name=" + name,
                "--advertise-client-urls=https://127.0.0.1:" + securePort,
                "--cert-file=" + own.certificateFile(),
                "--key-file=" + own.keyFile(),
                trust.file + authorityFile,
                trust.clients);
    }

    private static void put(EvenkeelProcess server) {
        ManagedChannel channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        try {
            var _ = KVGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(LIMIT)
                    .put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("key"))
                            .build());
        } finally {
            channel.shutdownNow();
        }
    }

    private static double forwarded(EvenkeelProcess server) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return page.lines()
                    .filter(line -> line.startsWith(FORWARDED))
                    .mapToDouble(line -> Double.parseDouble(line.substring(FORWARDED.length())))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new AssertionError("no metrics", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
