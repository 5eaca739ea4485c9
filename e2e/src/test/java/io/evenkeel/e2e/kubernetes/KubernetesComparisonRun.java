package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Page;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.perf.proc.Machine;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.Datastore;
import io.evenkeel.perf.server.Etcd;
import io.evenkeel.perf.server.Evenkeel;
import io.evenkeel.perf.server.JvmOptions;
import io.evenkeel.perf.server.Kine;
import io.evenkeel.perf.server.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A whole control plane at work on each datastore in turn, several rounds of all, in {@code e2e/target/kubernetes-comparison.md}. Not among the integration
 * tests: see the target {@code kubernetes} of the Makefile.
 */
class KubernetesComparisonRun {

    private static final int NODES = 50;
    private static final int PODS = Integer.getInteger("evenkeel.kubernetes.pods", 1_000);
    private static final int CONFIG_MAPS = Integer.getInteger("evenkeel.kubernetes.configmaps", 3_000);
    private static final int WARM_UP = Integer.getInteger("evenkeel.kubernetes.warmup", 1_500);
    private static final int AGAIN = Integer.getInteger("evenkeel.kubernetes.again", 3);
    private static final int ROUNDS = Integer.getInteger("evenkeel.kubernetes.rounds", 3);
    private static final int LISTS = 100;
    private static final String QUIET = "/apis/batch/v1/namespaces/default/cronjobs";
    private static final List<String> VERBS = List.of("POST", "PUT", "PATCH", "DELETE", "GET", "LIST");
    private static final List<String> OPERATIONS = List.of("create", "update", "delete", "get", "list");

    private final ComparedFigures figures = new ComparedFigures();

    @Test
    void measure() throws IOException {
        double loadBefore = Machine.loadAverage();
        List<Contender> contenders = contenders();
        try (Scratch scratch = Scratch.create()) {
            String preface = preface(contenders, loadBefore, Machine.forceMicros(scratch.folder("force")));
            for (int round = 1; round <= ROUNDS; round++) {
                for (Contender contender : contenders) {
                    Path folder = scratch.folder("run-%d-%d".formatted(round, contenders.indexOf(contender)));
                    String what = "round %d of %s".formatted(round, contender.name());
                    try (var plane = FullControlPlane.start(contender, folder)) {
                        figures.add(round, contender.name(), measureOrKeep(plane, what, folder));
                    }
                }
                Files.writeString(
                        Repository.root().resolve("e2e/target/kubernetes-comparison.md"),
                        preface + "Rounds: %d.%n%n".formatted(figures.rounds()) + figures.markdown());
            }
        }
    }

    private static String preface(List<Contender> contenders, double loadBefore, double forceMicros) {
        return "%s. Load average before: %.2f; forcing 4 KiB to the disk: %.0f µs.%n%s.%n"
                .formatted(
                        Machine.describe(),
                        loadBefore,
                        forceMicros,
                        contenders.stream().map(Contender::version).collect(Collectors.joining("; ")));
    }

    /** Those named by {@code evenkeel.kubernetes.contenders}, or all; a path is that of another source tree. */
    private static List<Contender> contenders() {
        Path root = Repository.root();
        var one = new Layout(1, Duration.ZERO);
        var two = new Layout(2, Duration.ZERO);
        Map<String, Function<String, Contender>> known = new LinkedHashMap<>();
        known.put("etcd", _ -> new Etcd(GoTools.path("etcd"), 1));
        known.put("sqlite", _ -> new Evenkeel("", root, Datastore.SQLITE, one, JvmOptions.NONE));
        known.put("postgres", _ -> new Evenkeel("", root, Datastore.POSTGRES, two, JvmOptions.NONE));
        known.put("light", _ -> new Evenkeel("", root, Datastore.POSTGRES, two, new JvmOptions(true, false)));
        known.put("mariadb", _ -> new Evenkeel("", root, Datastore.MARIADB, two, JvmOptions.NONE));
        known.put(
                "kine",
                _ -> new Kine(GoTools.path("kine"), root.resolve("e2e/tools/kine/go.mod"), Datastore.POSTGRES, two));
        String wanted = System.getProperty("evenkeel.kubernetes.contenders", String.join(",", known.keySet()));
        List<Contender> contenders = new ArrayList<>();
        for (String name : wanted.split(",", -1)) {
            contenders.add(known.getOrDefault(
                            name, tree -> Evenkeel.ofOtherTree(tree, Datastore.POSTGRES, two, JvmOptions.NONE))
                    .apply(name));
        }
        return contenders;
    }

    /** @param what is measured, for whoever reads that it failed */
    private static Map<String, Double> measureOrKeep(FullControlPlane plane, String what, Path folder) {
        try {
            return measure(plane);
        } catch (AssertionError | IOException e) {
            var failure = new AssertionError(what, e);
            try {
                FailedRun.keep(plane, folder);
            } catch (IOException | AssertionError notKept) {
                failure.addSuppressed(notKept);
            }
            throw failure;
        }
    }

    private static Map<String, Double> measure(FullControlPlane plane) throws IOException {
        var fleet = new Fleet(plane.first());
        fleet.addNodes(NODES);
        CreateLoad.run(plane.first(), plane.second(), "warm-up", WARM_UP);
        List<Page> warm = plane.metrics();
        double warmCpu = plane.datastore().cpuSeconds();
        CreateLoad load = CreateLoad.run(plane.first(), plane.second(), "measured", CONFIG_MAPS);
        Percentiles lists = quietLists(plane);
        double ready = fleet.addPods(PODS);
        double gone = fleet.removePods();
        plane.assertThatAllRun();

        double cpu = plane.datastore().cpuSeconds();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("API servers ready, s", plane.secondsToReady());
        figures.put("config maps created per s", load.perSecond());
        put(figures, "creating one", load.creating());
        put(figures, "told by the other API server after", load.lag());
        put(figures, "consistent list of a quiet resource", lists);
        figures.put("%d pods ready, s".formatted(PODS), ready);
        figures.put("scaled to 0, s", gone);
        figures.put("processor time of servers and database from their start, s", cpu);
        figures.put("the same after the warm-up, s", cpu - warmCpu);
        figures.put("memory of the servers, MiB", plane.datastore().residentMib());
        figures.put("memory of the database, MiB", plane.datastore().databaseMib());
        List<Page> now = plane.metrics();
        for (String verb : VERBS) {
            put(figures, "apiserver_request_duration_seconds", "verb", verb, warm, now);
        }
        for (String operation : OPERATIONS) {
            put(figures, "etcd_request_duration_seconds", "operation", operation, warm, now);
        }
        for (int i = 1; i <= AGAIN; i++) {
            repeat(plane, fleet, figures);
        }
        plane.assertThatAllRun();
        return figures;
    }

    /** What a control plane does that has done it before; figures of the last time replace those before. */
    private static void repeat(FullControlPlane plane, Fleet fleet, Map<String, Double> figures) {
        double cpuBefore = plane.datastore().cpuSeconds();
        String times = ", when all that was done %d times before".formatted(AGAIN);
        figures.put("%d pods ready%s, s".formatted(PODS, times), fleet.addPodsAgain(PODS));
        figures.put("scaled to 0%s, s".formatted(times), fleet.removePods());
        figures.put(
                "processor time of both%s, s".formatted(times),
                plane.datastore().cpuSeconds() - cpuBefore);
    }

    private static void put(Map<String, Double> figures, String what, Percentiles took) {
        figures.put(what + ", p50, ms", took.p50());
        figures.put(what + ", p99, ms", took.p99());
    }

    /** The mean is exact, the rest is reckoned from buckets. */
    private static void put(
            Map<String, Double> figures, String metric, String label, String value, List<Page> warm, List<Page> now) {
        Predicate<Map<String, String>> labels = all -> value.equals(all.get(label));
        Histogram took = Histogram.of(now, metric, labels).since(Histogram.of(warm, metric, labels));
        String title = "`%s` of %s".formatted(metric, value);
        figures.put(title + ", mean, ms", took.meanMillis());
        figures.put(title + ", p99, ms", took.quantileMillis(0.99));
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
}
