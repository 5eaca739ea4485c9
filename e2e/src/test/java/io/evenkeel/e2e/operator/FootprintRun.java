package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Resident;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an operator takes of its machine with more and more control planes, of two controllers each. Not among the integration tests:
 * see the target {@code footprint} of the Makefile.
 */
class FootprintRun {

    private static final List<Integer> PLANES = Stream.of(
                    System.getProperty("evenkeel.footprint.planes", "1,20,100").split(","))
            .map(Integer::valueOf)
            .toList();

    /** Longer than every resource is looked at again. */
    private static final Duration REST = Duration.ofSeconds(Integer.getInteger("evenkeel.footprint.rest", 330));

    private final List<String> report = new ArrayList<>(List.of(
            "| control planes | all of them ready after, s | resident, MiB | the most so far, MiB | of a processor, at rest |",
            "| ---: | ---: | ---: | ---: | ---: |"));

    @Test
    void measure() throws IOException {
        try (var scratch = Scratch.create();
                var mothership = new Mothership()) {
            mothership.stopOperator();
            // As in the image, whose heap may take half of the chart's limit of memory.
            try (var operator = OperatorProcess.start(
                    mothership,
                    scratch.folder("operator"),
                    "measured",
                    "-XX:+UseSerialGC",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:-UsePerfData",
                    "-Xmx256m")) {
                int there = 0;
                for (int wanted : PLANES) {
                    Duration ready = create(mothership, there, wanted);
                    there = wanted;
                    row(wanted, ready, operator.process().pid());
                }
            }
        } finally {
            Files.write(Repository.root().resolve("e2e/target/footprint.md"), report);
        }
    }

    private static Duration create(Mothership mothership, int from, int to) {
        Instant start = Instant.now();
        List<Plane> planes = IntStream.range(from, to)
                .mapToObj(number -> new Plane(mothership.client(), "plane-" + number))
                .toList();
        planes.forEach(Plane::create);
        planes.forEach(Plane::awaitReady);
        return Duration.between(start, Instant.now());
    }

    private void row(int planes, Duration ready, long pid) {
        Duration before = cpu(pid);
        long end = System.nanoTime() + REST.toNanos();
        for (long left = REST.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        double share = 100.0 * cpu(pid).minus(before).toNanos() / REST.toNanos();
        report.add(String.format(
                Locale.ROOT,
                "| %d | %d | %d | %d | %.2f %% |",
                planes,
                ready.toSeconds(),
                Resident.mib(pid),
                Resident.peakMib(pid),
                share));
    }

    private static Duration cpu(long pid) {
        return ProcessHandle.of(pid).orElseThrow().info().totalCpuDuration().orElseThrow();
    }
}
