package io.evenkeel.perf;

import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.Etcd;
import io.evenkeel.perf.server.Evenkeel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is to be measured.
 *
 * @param contenders the servers; the first is what the others are compared with
 * @param footprint whether to measure the time to start and the memory, too
 * @param folder where data and results go: what the servers sync to is this disk
 */
record BenchSettings(
        List<Contender> contenders,
        List<WorkloadKind> workloads,
        boolean footprint,
        List<Integer> clients,
        int rounds,
        Duration window,
        Duration warmUp,
        int connections,
        int keys,
        int valueBytes,
        Path folder) {

    private static final String FOOTPRINT = "footprint";

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
                only.isEmpty() || only.remove(FOOTPRINT),
                list(given, "clients", "1,16,100,400").stream()
                        .map(Integer::valueOf)
                        .toList(),
                number(given, "rounds", 5),
                Duration.ofSeconds(number(given, "seconds", 3)),
                Duration.ofSeconds(number(given, "warmup", 6)),
                number(given, "connections", 10),
                number(given, "keys", 10_000),
                number(given, "value_bytes", 512),
                Path.of(take(given, "folder", "perf/target/bench")).toAbsolutePath());
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("no such settings: " + given.keySet());
        }
        return settings;
    }

    private static List<Contender> contenders(Map<String, String> given) {
        Path etcd = Path.of(take(given, "etcd", "etcd"));
        Path root = Path.of(take(given, "root", ".")).toAbsolutePath().normalize();
        boolean jfr = number(given, "jfr", 0) > 0;
        var datastore =
                Evenkeel.Datastore.valueOf(take(given, "backend", "sqlite").toUpperCase(Locale.ROOT));
        var contenders = new ArrayList<Contender>();
        for (String server : list(given, "servers", "etcd,evenkeel")) {
            contenders.add(
                    switch (server) {
                        case "etcd" -> new Etcd(etcd);
                        case "evenkeel" -> new Evenkeel("", root, datastore, jfr);
                        default -> ofOtherTree(Path.of(server), datastore, jfr);
                    });
        }
        return contenders;
    }

    /** A server built from another source tree: how a change is compared with what was before. */
    private static Evenkeel ofOtherTree(Path root, Evenkeel.Datastore datastore, boolean jfr) {
        if (!Files.isExecutable(root.resolve("evenkeel"))) {
            throw new IllegalArgumentException(
                    "no server called " + root + ": there are etcd, evenkeel, and the paths of other source trees");
        }
        return new Evenkeel(
                "(" + root.getFileName() + ")", root.toAbsolutePath().normalize(), datastore, jfr);
    }

    private static List<WorkloadKind> workloads(List<String> only) {
        return only.isEmpty()
                ? List.of(WorkloadKind.values())
                : only.stream()
                        .filter(name -> !name.equals(FOOTPRINT))
                        .map(name -> WorkloadKind.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList();
    }

    private static int number(Map<String, String> given, String name, int otherwise) {
        return Integer.parseInt(take(given, name, String.valueOf(otherwise)));
    }

    private static List<String> list(Map<String, String> given, String name, String otherwise) {
        return Arrays.stream(take(given, name, otherwise).split(",", -1))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static String take(Map<String, String> given, String name, String otherwise) {
        String value = given.remove(name);
        return value == null ? otherwise : value;
    }
}
