package io.evenkeel.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM of a server: it ends by itself, and the next one serves what it had. */
class StopIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int EXIT_CODE_OF_SIGTERM = 128 + 15;

    @ParameterizedTest
    @EnumSource(Backend.class)
    void endsOnSigtermAndLeavesTheStoreToTheNext(Backend backend) throws Exception {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
            try (EvenkeelProcess server = datastore.serve(scratch.folder("first"));
                    Client client = Client.builder().endpoints(server.url()).build();
                    var _ = client.getWatchClient().watch(bytes("k"), response -> {})) {
                client.getKVClient().put(bytes("k"), bytes("v")).get(LIMIT.toSeconds(), TimeUnit.SECONDS);

                assertThat(server.process().terminate(LIMIT)).isEqualTo(EXIT_CODE_OF_SIGTERM);
                assertThat(server.process().output()).contains("Stopped").doesNotContain("ERROR");
            }
            try (EvenkeelProcess server = datastore.serve(scratch.folder("second"));
                    Client client = Client.builder().endpoints(server.url()).build()) {
                assertThat(client.getKVClient()
                                .get(bytes("k"))
                                .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                                .getKvs())
                        .hasSize(1);
            }
        }
    }

    private static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
