package io.evenkeel.perf.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * kine with its defaults on PostgreSQL: one alone, or several on one database.
 *
 * @param module the go.mod it is built by, which says what version it is; the program does not
 */
public record Kine(Path binary, Path module, Datastore datastore, Layout layout) implements Contender {

    private static final String PACKAGE = "github.com/k3s-io/kine";

    public Kine {
        if (datastore != Datastore.POSTGRES) {
            throw new IllegalArgumentException("kine is only measured on PostgreSQL: BACKEND=postgres");
        }
    }

    @Override
    public String name() {
        return layout.named("kine") + " on " + datastore.title();
    }

    @Override
    public String version() {
        try (Stream<String> lines = Files.lines(module)) {
            String version = lines.map(String::strip)
                    .filter(line -> line.startsWith(PACKAGE + " v"))
                    .map(line -> line.substring(PACKAGE.length() + 2).split(" ", 2)[0])
                    .findFirst()
                    .orElseThrow();
            return name() + layout.remark() + ", kine " + version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServerSet start(Path folder) {
        return OneDatabase.start(folder, datastore, layout, this::start);
    }

    private ServerProcess start(Path folder, String databaseUrl) {
        int port = ServerProcess.freePort();
        var command = List.of(
                binary.toString(),
                "--endpoint=" + databaseUrl + "?sslmode=disable",
                "--listen-address=127.0.0.1:" + port,
                "--metrics-bind-address=0");
        return ServerProcess.start(command, Map.of(), port, folder);
    }
}
