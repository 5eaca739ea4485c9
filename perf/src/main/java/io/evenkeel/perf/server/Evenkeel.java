package io.evenkeel.perf.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ./evenkeel serve} of a source tree, with its defaults but for the quota.
 *
 * @param label what tells it from another one in the same bench; empty for none
 * @param root the source tree
 * @param recordsFlights whether the JVM leaves a flight recording beside the data
 */
public record Evenkeel(String label, Path root, Datastore datastore, boolean recordsFlights) implements Contender {

    /** What the server stores in. */
    public enum Datastore {
        SQLITE,
        POSTGRES
    }

    @Override
    public String name() {
        String server = "evenkeel" + (label.isEmpty() ? "" : " " + label);
        return switch (datastore) {
            case SQLITE -> server + " on SQLite";
            case POSTGRES -> server + " on PostgreSQL";
        };
    }

    @Override
    public String version() {
        return name() + ", JDK " + Runtime.version();
    }

    @Override
    public RunningServer start(Path folder) {
        return switch (datastore) {
            case SQLITE -> start(folder, "sqlite://" + folder.resolve("evenkeel.db"), Optional.empty());
            case POSTGRES -> {
                PostgresServer postgres = PostgresServer.start(folder.resolve("postgres"));
                try {
                    yield start(folder, postgres.url(), Optional.of(postgres));
                } catch (RuntimeException e) {
                    postgres.close();
                    throw e;
                }
            }
        };
    }

    private RunningServer start(Path folder, String datastoreUrl, Optional<PostgresServer> postgres) {
        int port = ServerProcess.freePort();
        var command = List.of(
                root.resolve("evenkeel").toString(),
                "serve",
                "--datastore=" + datastoreUrl,
                "--listen-client-urls=http://127.0.0.1:" + port,
                "--quota-backend-bytes=" + (16L << 30),
                "--log-level=warn");
        Map<String, String> environment = recordsFlights
                ? Map.of(
                        "JDK_JAVA_OPTIONS",
                        "-XX:StartFlightRecording:settings=profile,jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=2ms,filename="
                                + folder.resolve("evenkeel.jfr"))
                : Map.of();
        long startedNanos = System.nanoTime();
        ServerProcess process = ServerProcess.start(command, environment, folder.resolve("output.log"));
        process.awaitListening(port);
        return new RunningServer(process, postgres, port, startedNanos);
    }
}
