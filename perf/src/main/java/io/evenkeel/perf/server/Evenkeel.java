package io.evenkeel.perf.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * {@code ./evenkeel serve} of a source tree, with its defaults but for the quota: one alone, or several on one database.
 *
 * @param label what tells it from another one in the same bench; empty for none
 * @param root the source tree
 * @param recordsFlights whether the JVM leaves a flight recording beside the data
 */
public record Evenkeel(String label, Path root, Datastore datastore, Layout layout, boolean recordsFlights)
        implements Contender {

    public Evenkeel {
        if (layout.servers() > 1 && datastore == Datastore.SQLITE) {
            throw new IllegalArgumentException("several servers need a database they can share, and SQLite is none");
        }
    }

    @Override
    public String name() {
        return layout.named("evenkeel" + (label.isEmpty() ? "" : " " + label)) + " on " + datastore.title();
    }

    @Override
    public String version() {
        return name() + layout.remark() + ", JDK " + Runtime.version();
    }

    @Override
    public ServerSet start(Path folder) {
        return OneDatabase.start(folder, datastore, layout, this::start);
    }

    private ServerProcess start(Path folder, String datastoreUrl) {
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
        return ServerProcess.start(command, environment, port, folder);
    }
}
