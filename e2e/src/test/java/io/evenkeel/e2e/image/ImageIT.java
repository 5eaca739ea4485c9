package io.evenkeel.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tls.Authority;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server out of its image: read-only, as an unprivileged user, with nothing around it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {

    private static final Logger logger = LoggerFactory.getLogger(ImageIT.class);
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int EXIT_CODE_OF_SIGTERM = 128 + 15;
    private static final long MOST_BYTES = 250_000_000;

    private final Scratch scratch = Scratch.create();
    private Image image;

    @BeforeAll
    void build() {
        assumeThat(Image.canBeRun()).as("namespaces for this user").isTrue();
        image = Image.build(scratch.root().resolve("image"));
    }

    @AfterAll
    void deleteFiles() {
        scratch.close();
    }

    @ParameterizedTest
    @EnumSource(Backend.class)
    void servesOnEachDatabaseAndStopsOnSigterm(Backend backend) throws IOException {
        Path folder = scratch.folder("data-" + backend);
        String datastore = switch (backend) {
            case SQLITE -> "sqlite://" + image.dockerfile().workdir() + "/evenkeel.db";
            case POSTGRES, MARIADB -> backend.fresh(folder).url();
        };
        long startNanos = System.nanoTime();
        try (Container server =
                Container.serve(image, folder, "--datastore=" + datastore, "--store=" + folder.getFileName())) {
            long millis = Duration.ofNanos(System.nanoTime() - startNanos).toMillis();
            logger.info("The image of {} MB is ready on {} after {} ms", image.bytes() / 1_000_000, backend, millis);

            assertThatItStores(NettyChannelBuilder.forAddress(server.host(), server.port())
                    .usePlaintext()
                    .build());
            if (System.getProperty("user.name").equals("root")) {
                assertThat(server.uids())
                        .containsOnly(Integer.toString(image.dockerfile().uid()));
            }
            assertThat(server.stop()).isEqualTo(EXIT_CODE_OF_SIGTERM);
            assertThat(server.log()).contains("Stopped").doesNotContain("WARNING", "ERROR");
        }
    }

    @Test
    void servesTlsWithTheNativeLibrariesThatAreInIt() throws IOException {
        Path folder = scratch.folder("tls");
        var authority = new Authority("image");
        authority.issue(folder, "server");
        String home = image.dockerfile().workdir();
        try (var server = Container.serveSecured(
                image,
                folder,
                "--datastore=sqlite://" + home + "/evenkeel.db",
                "--cert-file=" + home + "/server.crt",
                "--key-file=" + home + "/server.key")) {
            assertThatItStores(NettyChannelBuilder.forAddress(server.host(), server.securePort())
                    .sslContext(GrpcSslContexts.forClient()
                            .trustManager(authority.certificate())
                            .build())
                    .build());
            Path libraries = Path.of("/opt/evenkeel/native");
            for (Path library : image.filesIn(libraries)) {
                String inside = libraries.resolve(library.getFileName()).toString();
                assertThat(server.hasLoaded(inside)).as(inside).isTrue();
            }
        }
    }

    @Test
    void startsWithItsAotCache() {
        // Ends with an error when the cache cannot be used, instead of doing without.
        assertThat(image.command(List.of("--env", "JDK_JAVA_OPTIONS=-XX:AOTMode=on"), "version")
                        .output())
                .startsWith("evenkeel ");
    }

    @Test
    void hasNoProgramsButTheJvm() {
        assertThat(image.filesIn(Path.of("/")).stream()
                        .filter(Files::isExecutable)
                        .filter(file -> !file.toString().contains(".so"))
                        .map(file -> image.root().relativize(file).toString())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "opt/evenkeel/runtime/bin/java",
                        "opt/evenkeel/runtime/lib/jexec",
                        "opt/evenkeel/runtime/lib/jspawnhelper");
        assertThat(image.bytes()).isLessThan(MOST_BYTES);
    }

    @Test
    void saysWhatLicensesOtherPeoplesLibrariesHave() throws IOException {
        List<String> listed = Files.readAllLines(image.root().resolve("usr/share/doc/evenkeel/THIRD-PARTY.txt"));

        assertThat(image.filesIn(Path.of("/opt/evenkeel/lib")))
                .extracting(jar -> jar.getFileName().toString().replaceFirst("-[0-9].*", ""))
                .filteredOn(name -> !name.startsWith("evenkeel-"))
                .hasSize(listed.size())
                .allMatch(name -> listed.stream().anyMatch(line -> line.contains(":" + name + ": ")));
    }

    private static void assertThatItStores(ManagedChannel channel) {
        try {
            var kv = KVGrpc.newBlockingStub(channel).withDeadlineAfter(LIMIT);
            ByteString key = ByteString.copyFromUtf8("key");
            kv.put(PutRequest.newBuilder().setKey(key).setValue(key).build());
            assertThat(kv.range(RangeRequest.newBuilder().setKey(key).build()).getKvsList())
                    .hasSize(1);
        } finally {
            channel.shutdownNow();
        }
    }
}
