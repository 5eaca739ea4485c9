package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Scratch;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The servers beside two controllers, started with what their pods say, on a real PostgreSQL. */
@ExtendWith(OneMothership.class)
class SidecarIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int BURST = 50;

    @Test
    void serveTheirControllersAndKnowEachOther(Mothership mothership) throws IOException {
        mothership.createRealDataStore();
        var plane = new Plane(mothership.client(), "beside");
        plane.create("", "real");
        plane.awaitReady();
        List<Pod> pods = plane.pods();

        try (Scratch scratch = Scratch.create()) {
            Path hosts = Sidecar.hosts(plane, scratch.root());
            try (var first = new Sidecar(plane, pods.getFirst(), scratch.folder("first"), hosts);
                    var second = new Sidecar(plane, pods.getLast(), scratch.folder("second"), hosts)) {
                first.awaitReady();
                second.awaitReady();

                Await.until("a write that one has done for the other", LIMIT, () -> {
                    // At once, so that one loses a race: whoever never does writes by itself.
                    CompletableFuture<Void> others = CompletableFuture.runAsync(() -> second.put(BURST));
                    first.put(BURST);
                    others.join();
                    return first.forwards() || second.forwards();
                });
            }
        }
    }
}
