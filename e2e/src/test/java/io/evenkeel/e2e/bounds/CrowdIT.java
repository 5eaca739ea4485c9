package io.evenkeel.e2e.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Scratch;
import org.junit.jupiter.api.Test;

/** What {@link ConnectionsRun} measures, smaller. */
class CrowdIT {

    private static final int CONNECTIONS = 100;
    private static final int WATCHES = 250;

    @Test
    void servesManyWatchesWhileLargeListsAreSent() {
        try (var scratch = Scratch.create();
                var server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(
                                scratch.folder("server"),
                                "--grpc-keepalive-min-time=0",
                                // room for two lists at a time
                                "--in-flight-bytes=22MiB");
                var load = new ListsBesideCrowd(server, 100)) {
            load.fill();
            try (var crowd = load.gather(CONNECTIONS, WATCHES)) {
                load.run(crowd, WATCHES, 4, 5);
            }
            assertThat(load.lists()).isEqualTo(20);
            assertThat(load.puts()).isPositive();
        }
    }
}
