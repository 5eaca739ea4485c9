package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.perf.proc.Machine;
import io.evenkeel.perf.report.MarkdownTable;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.Datastore;
import io.evenkeel.perf.server.Etcd;
import io.evenkeel.perf.server.Evenkeel;
import io.evenkeel.perf.server.Kine;
import io.evenkeel.perf.server.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A whole control plane at work on each datastore in turn, in {@code e2e/target/kubernetes-comparison.md}. Not among the integration
 * tests: see the target {@code kubernetes} of the Makefile.
 */
class KubernetesComparisonRun {

    private static final int NODES = 50;
    private static final int PODS = Integer.getInteger("evenkeel.kubernetes.pods", 1_000);
    private static final int CONFIG_MAPS = Integer.getInteger("evenkeel.kubernetes.configmaps", 3_000);
    private static final int WARM_UP = Integer.getInteger("evenkeel.kubernetes.warmup", 1_500);
    private static final int LISTS = 100;
    private static final String QUIET = "/apis/batch/v1/namespaces/default/cronjobs";
    private static final List<String> VERBS = List.of("POST", "PUT", "PATCH", "DELETE", "GET", "LIST");
    private static final List<String> OPERATIONS = List.of("create", "update", "delete", "get", "list");

    private final Map<String, Map<String, String>> figures = new LinkedHashMap<>();

    @Test
    void measure() throws IOException {
        String before = "Load average before: %.2f.%n".formatted(Machine.loadAverage());
        try (Scratch scratch = Scratch.create()) {
            for (Contender contender : contenders()) {
                Map<String, String> own = new LinkedHashMap<>();
                figures.put(contender.name(), own);
                try (var plane = FullControlPlane.start(contender, scratch.folder("run-" + figures.size()))) {
                    measure(plane, own);
                }
            }
        }
        var table = new MarkdownTable();
        table.row(Stream.concat(Stream.of(""), figures.keySet().stream()).toList());
        for (String figure : figures.values().iterator().next().keySet()) {
            table.row(Stream.concat(
                            Stream.of(figure), figures.values().stream().map(own -> own.getOrDefault(figure, "")))
                    .toList());
        }
        Path report = Repository.root().resolve("e2e/target/kubernetes-comparison.md");
        Files.writeString(report, Machine.describe() + ".\n" + before + "\n" + table);
    }

    /** Those named by {@code evenkeel.kubernetes.contenders}, or all. */
    private static List<Contender> contenders() {
        Path root = Repository.root();
        var one = new Layout(1, Duration.ZERO);
        var two = new Layout(2, Duration.ZERO);
        Map<String, Function<String, Contender>> known = new LinkedHashMap<>();
        known.put("etcd", _ -> new Etcd(GoTools.path("etcd"), 1));
        known.put("sqlite", _ -> new Evenkeel("", root, Datastore.SQLITE, one, false));
        known.put("postgres", _ -> new Evenkeel("", root, Datastore.POSTGRES, two, false));
        known.put("mariadb", _ -> new Evenkeel("", root, Datastore.MARIADB, two, false));
        known.put(
                "kine",
                _ -> new Kine(GoTools.path("kine"), root.resolve("e2e/tools/kine/go.mod"), Datastore.POSTGRES, two));
        String wanted = System.getProperty("evenkeel.kubernetes.contenders", String.join(",", known.keySet()));
        List<Contender> contenders = new ArrayList<>();
        for (String name : wanted.split(",", -1)) {
            Function<String, Contender> maker = known.get(name);
            if (maker == null) {
                throw new IllegalArgumentException("no contender '" + name + "'; there are " + known.keySet());
            }
            contenders.add(maker.apply(name));
        }
        return contenders;
    }

    private static void measure(FullControlPlane plane, Map<String, String> figures) throws IOException {
        var fleet = new Fleet(plane.first());
        fleet.addNodes(NODES);
        CreateLoad.run(plane.first(), plane.second(), "warm-up", WARM_UP);
        CreateLoad load = CreateLoad.run(plane.first(), plane.second(), "measured", CONFIG_MAPS);
        Percentiles lists = quietLists(plane);
        double ready = fleet.addPods(PODS);
        double gone = fleet.removePods();
        plane.assertThatAllRun();

        figures.put("API servers ready, s", number(plane.secondsToReady()));
        figures.put("config maps created per s", "%.0f".formatted(load.perSecond()));
        figures.put("creating one, p50 / p99, ms", load.creating().toString());
        figures.put(
                "told by the other API server after, p50 / p99, ms", load.lag().toString());
        figures.put("consistent list of a quiet resource, p50 / p99, ms", lists.toString());
        figures.put("%d pods ready, s".formatted(PODS), number(ready));
        figures.put("scaled to 0, s", number(gone));
        figures.put(
                "processor time of servers and database, s",
                number(plane.datastore().cpuSeconds()));
        figures.put(
                "memory of servers + database, MiB",
                "%.0f + %.0f"
                        .formatted(
                                plane.datastore().residentMib(),
                                plane.datastore().databaseMib()));
        var pages = plane.metrics();
        for (String verb : VERBS) {
            figures.put(
                    "`apiserver_request_duration_seconds`, " + verb + ", p50 / p99, ms",
                    Histogram.of(pages, "apiserver_request_duration_seconds", labels -> verb.equals(labels.get("verb")))
                            .toString());
        }
        for (String operation : OPERATIONS) {
            figures.put(
                    "`etcd_request_duration_seconds`, " + operation + ", p50 / p99, ms",
                    Histogram.of(
                                    pages,
                                    "etcd_request_duration_seconds",
                                    labels -> operation.equals(labels.get("operation")))
                            .toString());
        }
    }

    /** Each asked for just after something else was written through the other API server. */
    private static Percentiles quietLists(FullControlPlane plane) throws IOException {
        var nanos = new long[LISTS];
        for (int i = 0; i < LISTS; i++) {
            plane.first()
                    .post(
                            "/api/v1/namespaces/default/configmaps",
                            "{\"metadata\": {\"generateName\": \"written-\"}, \"data\": {\"n\": \"1\"}}");
            long start = System.nanoTime();
            plane.second().get(QUIET);
            nanos[i] = System.nanoTime() - start;
        }
        return Percentiles.ofNanos(nanos);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
