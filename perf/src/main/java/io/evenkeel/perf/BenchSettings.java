package io.evenkeel.perf;

import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.Datastore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is to be measured.
 *
 * @param contenders the servers; the first is what the others are compared with
 * @param lag whether to measure how long events are behind a steady rate of writes
 * @param idle whether to measure what servers do while clients do nothing
 * @param footprint whether to measure the time to start and the memory, too
 * @param watchers how many watch when lag or idle are measured
 * @param rates writes per second, when lag is measured
 * @param folder where data and results go: what the servers sync to is this disk
 */
record BenchSettings(
        List<Contender> contenders,
        List<WorkloadKind> workloads,
        boolean lag,
        boolean idle,
        boolean footprint,
        List<Integer> clients,
        int watchers,
        List<Integer> rates,
        int rounds,
        Duration window,
        Duration warmUp,
        int connections,
        int keys,
        int valueBytes,
        Path folder) {

    /** What can be asked for beside the workloads of closed-loop clients. */
    private static final Set<String> NO_LOADS = Set.of("lag", "idle", "footprint");

    /** @param args {@code name=value}; an empty value means the default */
    static BenchSettings parse(String[] args) {
        Map<String, String> given = Arrays.stream(args)
                .map(arg -> arg.split("=", 2))
                .filter(parts -> parts.length == 2 && !parts[1].isEmpty())
                .collect(Collectors.toMap(
                        parts -> parts[0].toLowerCase(Locale.ROOT), parts -> parts[1], (a, b) -> b, TreeMap::new));
        List<String> only = list(given, "only", "");
        var settings = new BenchSettings(
                contenders(given),
                workloads(only),
                only.isEmpty() || only.contains("lag"),
                only.isEmpty() || only.contains("idle"),
                only.isEmpty() || only.contains("footprint"),
                numbers(given, "clients", "1,16,100,400"),
                number(given, "watchers", 100),
                numbers(given, "rate", "20,200"),
                number(given, "rounds", 5),
                Duration.ofSeconds(number(given, "seconds", 3)),
                Duration.ofSeconds(number(given, "warmup", 6)),
                number(given, "connections", 12),
                number(given, "keys", 10_000),
                number(given, "value_bytes", 512),
                Path.of(take(given, "folder", "perf/target/bench")).toAbsolutePath());
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("no such settings: " + given.keySet());
        }
        return settings;
    }

    List<String> contenderNames() {
        return contenders.stream().map(Contender::name).toList();
    }

    private static List<Contender> contenders(Map<String, String> given) {
        var contenders = new Contenders(
                Path.of(take(given, "etcd", "etcd")),
                Path.of(take(given, "kine", "kine")),
                Path.of(take(given, "root", ".")).toAbsolutePath().normalize(),
                Datastore.valueOf(take(given, "backend", "sqlite").toUpperCase(Locale.ROOT)),
                Duration.ofMillis(number(given, "far_ms", 0)),
                number(given, "jfr", 0) > 0);
        return list(given, "servers", "etcd,evenkeel").stream()
                .map(contenders::named)
                .toList();
    }

    private static List<WorkloadKind> workloads(List<String> only) {
        return only.isEmpty()
                ? List.of(WorkloadKind.values())
                : only.stream()
                        .filter(name -> !NO_LOADS.contains(name))
                        .map(name -> WorkloadKind.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(take(given, name, String.valueOf(otherwise)));
    }

    private static List<Integer> numbers(Map<String, String> given, String name, String otherwise) {
        return list(given, name, otherwise).stream().map(Integer::valueOf).toList();
    }

    private static List<String> list(Map<String, String> given, String name, String otherwise) {
        return Arrays.stream(take(given, name, otherwise).split(",", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }
}
