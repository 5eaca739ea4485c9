package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Page;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.perf.proc.Machine;
import io.evenkeel.perf.report.MarkdownTable;
import io.evenkeel.perf.server.Datastore;
import io.evenkeel.perf.server.Evenkeel;
import io.evenkeel.perf.server.JvmOptions;
import io.evenkeel.perf.server.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Two servers on PostgreSQL under a control plane with many nodes, which renew their leases, and pods, some of which are replaced
 * all the time, for as long as is asked for: a row a minute in {@code e2e/target/nodes.md}. Not among the integration tests: see the
 * target {@code nodes} of the Makefile.
 */
class NodesRun {

    private static final int NODES = Integer.getInteger("evenkeel.nodes", 200);
    private static final int PODS = Integer.getInteger("evenkeel.pods", 2_000);
    private static final int MINUTES = Integer.getInteger("evenkeel.nodes.minutes", 10);
    private static final int TURNS_PER_MINUTE = 6;
    private static final long TURN_NANOS =
            Duration.ofSeconds(60 / TURNS_PER_MINUTE).toNanos();
    private static final int PER_DEPLOYMENT = 100;
    private static final int REPLACED = 50;

    /** Two whole deployments and what is beside them. */
    private static final int LEAST_PODS = 3 * PER_DEPLOYMENT;

    private static final Set<String> CHANGES = Set.of("create", "update", "delete");

    private final MarkdownTable table = new MarkdownTable();

    @Test
    void noneIsLost() throws IOException {
        if (PODS < LEAST_PODS) {
            throw new IllegalArgumentException(
                    PODS + " pods are too few to replace some; there have to be " + LEAST_PODS);
        }
        var two =
                new Evenkeel("", Repository.root(), Datastore.POSTGRES, new Layout(2, Duration.ZERO), JvmOptions.NONE);
        table.row(List.of(
                "minute",
                "changes of objects per s",
                "renewals of leases among them",
                "p50 / p99, ms",
                "lists from the datastore, p50 / p99, ms",
                "processors",
                "memory of servers + database, MiB",
                "database, MiB",
                "failed requests",
                "nodes ready"));
        try (Scratch scratch = Scratch.create();
                var plane = FullControlPlane.start(two, scratch.folder("run"))) {
            var fleet = new Fleet(plane.first());
            fleet.addNodes(NODES);
            double seconds = fleet.addPods(PODS);
            Sample before = Sample.of(plane);
            double failedBefore = before.failedRequests();
            for (int minute = 1; minute <= MINUTES; minute++) {
                turn(fleet, minute);
                Sample after = Sample.of(plane);
                row(plane, minute, before, after, failedBefore, fleet.readyNodes());
                before = after;
            }
            String preface = "%s.%n%d nodes, %d pods, the latter ready after %.1f s.%n%n"
                    .formatted(Machine.describe(), NODES, PODS, seconds);
            Files.writeString(Repository.root().resolve("e2e/target/nodes.md"), preface + table);

            assertThat(fleet.readyNodes()).isEqualTo(NODES);
            assertThat(before.failedRequests()).isEqualTo(failedBefore);
            for (ApiClient client : List.of(plane.first(), plane.second())) {
                assertThat(Caches.of(client).fallbacks()).isZero();
                assertThat(Caches.of(client).checksFailed()).isZero();
            }
            plane.assertThatAllRun();
        }
    }

    /** A minute in which one deployment after the other loses half of its pods and gets them back. */
    private static void turn(Fleet fleet, int minute) {
        for (int turn = 0; turn < TURNS_PER_MINUTE; turn++) {
            long start = System.nanoTime();
            int deployment = (minute * TURNS_PER_MINUTE + turn) / 2 % (fleet.deployments() - 1);
            fleet.scaleDeployment(deployment, turn % 2 == 0 ? PER_DEPLOYMENT - REPLACED : PER_DEPLOYMENT);
            long left = TURN_NANOS - (System.nanoTime() - start);
            while (left > 0) {
                LockSupport.parkNanos(left);
                left = TURN_NANOS - (System.nanoTime() - start);
            }
        }
    }

    /** What API servers and datastore have come to. */
    private record Sample(
            long nanos,
            Histogram changes,
            Histogram renewals,
            Histogram lists,
            double failedRequests,
            double cpuSeconds) {

        static Sample of(FullControlPlane plane) {
            List<Page> pages = plane.metrics();
            return new Sample(
                    System.nanoTime(),
                    Histogram.of(
                            pages,
                            "etcd_request_duration_seconds",
                            labels -> CHANGES.contains(labels.get("operation"))),
                    Histogram.of(
                            pages,
                            "etcd_request_duration_seconds",
                            labels -> "update".equals(labels.get("operation"))
                                    && "leases".equals(labels.get("resource"))),
                    Histogram.of(
                            pages, "etcd_request_duration_seconds", labels -> "list".equals(labels.get("operation"))),
                    pages.stream()
                            .flatMap(page -> page.samples().stream())
                            .filter(sample -> sample.name().equals("apiserver_request_total"))
                            .filter(sample -> isFailure(sample.labels().getOrDefault("code", "")))
                            .mapToDouble(Page.Sample::value)
                            .sum(),
                    plane.datastore().cpuSeconds());
        }

        /** Refusals for what a client got wrong are none: a conflict is how controllers work together. */
        private static boolean isFailure(String code) {
            return code.startsWith("5") || code.equals("429");
        }
    }

    private void row(FullControlPlane plane, int minute, Sample before, Sample after, double failedBefore, int ready) {
        double seconds = (after.nanos - before.nanos) / 1e9;
        Histogram changes = after.changes.since(before.changes);
        table.row(List.of(
                Integer.toString(minute),
                number(changes.count() / seconds),
                number(after.renewals.since(before.renewals).count() / seconds),
                changes.toString(),
                after.lists.since(before.lists).toString(),
                "%.2f".formatted((after.cpuSeconds - before.cpuSeconds) / seconds),
                "%.0f + %.0f"
                        .formatted(
                                plane.datastore().residentMib(),
                                plane.datastore().databaseMib()),
                number(plane.datastoreBytes() / (1 << 20)),
                "%.0f".formatted(after.failedRequests - failedBefore),
                Integer.toString(ready)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
