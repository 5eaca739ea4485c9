package io.evenkeel.e2e.bounds;

import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Resident;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What many connections and watches take of memory, and how soon pings are answered while large lists are sent. Not among the
 * integration tests: see the target {@code connections} of the Makefile.
 */
class ConnectionsRun {

    private static final int CONNECTIONS = Integer.getInteger("evenkeel.connections", 2000);
    private static final int WATCHES = CONNECTIONS * 5 / 2;
    private static final int LARGE_KEYS = 1000;
    private static final int LIST_CONNECTIONS = 4;
    private static final int LISTS = 20;
    private static final String HEAP = "-Xmx768m";

    private final List<String> report = new ArrayList<>();

    @Test
    void measure() throws IOException {
        try (var scratch = Scratch.create();
                var server = EvenkeelProcess.startByScript(
                        scratch.folder("server"), Map.of("JDK_JAVA_OPTIONS", HEAP), "--grpc-keepalive-min-time=0");
                var load = new ListsBesideCrowd(server, LARGE_KEYS)) {
            report.add("| `" + HEAP + "` | resident, MiB |");
            report.add("| --- | ---: |");
            resident("started", server);
            load.fill();
            resident(LARGE_KEYS + " values of 100 kB written", server);
            try (var crowd = load.gather(CONNECTIONS, WATCHES)) {
                resident(CONNECTIONS + " connections, " + WATCHES + " watches besides", server);
                long begin = System.nanoTime();
                load.run(crowd, WATCHES, LIST_CONNECTIONS, LISTS);
                double seconds = (System.nanoTime() - begin) / 1e9;
                report.add("| the most, with " + LIST_CONNECTIONS + " clients that list 100 MB one after the other | "
                        + Resident.peakMib(server.process().pid()) + " |");
                report.add("");
                report.add(String.format(
                        Locale.ROOT,
                        "%d lists of 100 MB in %.1f s; %d writes meanwhile, each seen by all %d watches.",
                        load.lists(),
                        seconds,
                        load.puts(),
                        WATCHES));
                report.add("");
                report.add("| ping of | pings | p50, ms | p99, ms | longest, ms |");
                report.add("| --- | ---: | ---: | ---: | ---: |");
                pings("a quiet connection", load.quietPings());
                pings("a connection that a list is being sent on", load.busyPings());
            }
        } finally {
            Files.write(Path.of("target", "connections.md"), report);
        }
    }

    private void resident(String when, EvenkeelProcess server) {
        report.add("| " + when + " | " + Resident.mib(server.process().pid()) + " |");
    }

    private void pings(String what, List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        report.add(String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.1f | %.1f |",
                what,
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.getLast() / 1e6));
    }
}
