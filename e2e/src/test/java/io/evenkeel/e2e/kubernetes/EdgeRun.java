package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Resident;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * What a server on SQLite takes of a small machine, as the only datastore of an API server with its controllers. Not among the
 * integration tests: see the target {@code edge} of the Makefile.
 */
class EdgeRun {

    private static final String OPTIONS = System.getProperty("evenkeel.edge.options", "-Xmx64m -XX:+UseSerialGC");
    private static final int OBJECTS = Integer.getInteger("evenkeel.edge.objects", 5000);
    private static final Duration IDLE = Duration.ofSeconds(Integer.getInteger("evenkeel.edge.idle", 60));

    private final List<String> report = new ArrayList<>();

    @Test
    void measure() throws IOException {
        report.add("| `" + OPTIONS + "` | resident, MiB | the most so far, MiB | of a processor |");
        report.add("| --- | ---: | ---: | ---: |");
        try (var scratch = Scratch.create();
                var server =
                        EvenkeelProcess.startByScript(scratch.folder("server"), Map.of("JDK_JAVA_OPTIONS", OPTIONS))) {
            row("started", server, Duration.ZERO);
            row("at rest, nobody connected", server, IDLE);
            try (var apiServer = KubeApiServer.start(scratch.folder("apiserver"), server);
                    var controllers = Component.controllerManager(scratch.folder("controllers"), apiServer, "*")) {
                row("an API server and all controllers started", server, Duration.ZERO);
                CreateLoad load = CreateLoad.run(apiServer.client(), apiServer.client(), "edge", OBJECTS);
                row(
                        String.format(
                                Locale.ROOT, "%d objects of 1 kB created, %.0f per second", OBJECTS, load.perSecond()),
                        server,
                        Duration.ZERO);
                row("at rest with them", server, IDLE);
                assertThat(controllers.isAlive()).isTrue();
            }
            assertThat(server.process().output()).doesNotContain("OutOfMemory", "ERROR");
        } finally {
            Files.write(Repository.root().resolve("e2e/target/edge.md"), report);
        }
    }

    /** @param meanwhile how long processor time is measured first; not at all if zero */
    private void row(String when, EvenkeelProcess server, Duration meanwhile) {
        long pid = server.process().pid();
        String share = "";
        if (meanwhile.isPositive()) {
            Duration before = cpu(pid);
            long end = System.nanoTime() + meanwhile.toNanos();
            for (long left = meanwhile.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            share = String.format(
                    Locale.ROOT, "%.1f %%", 100.0 * cpu(pid).minus(before).toNanos() / meanwhile.toNanos());
        }
        report.add("| " + when + " | " + Resident.mib(pid) + " | " + Resident.peakMib(pid) + " | " + share + " |");
    }

    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow();
    }
}
