package io.evenkeel.perf.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code ./evenkeel serve} of a source tree, with its defaults but for the quota: one alone, or several on one database.
 *
 * @param label what tells it from another one in the same bench; empty for none
 * @param root the source tree
 */
public record Evenkeel(String label, Path root, Datastore datastore, Layout layout, JvmOptions jvm)
        implements Contender {

    public Evenkeel {
        if (layout.servers() > 1 && datastore == Datastore.SQLITE) {
            throw new IllegalArgumentException("several servers need a database they can share, and SQLite is none");
        }
    }

    /**
     * Servers built from another source tree: how a change is compared with what was before.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Evenkeel ofOtherTree(String tree, Datastore datastore, Layout layout, JvmOptions jvm) {
        Path found = Path.of(tree).toAbsolutePath().normalize();
        if (!Files.isExecutable(found.resolve("evenkeel"))) {
            throw new IllegalArgumentException(
                    "'" + tree + "' is neither one of the servers that can be compared nor the path of a source tree");
        }
        return new Evenkeel("(" + found.getFileName() + ")", found, datastore, layout, jvm);
    }

    @Override
    public String name() {
        String which = (jvm.light() ? " (light)" : "") + (label.isEmpty() ? "" : " " + label);
        return layout.named("evenkeel" + which) + " on " + datastore.title();
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
        return ServerProcess.start(command, jvm.environment(folder), port, folder);
    }
}
