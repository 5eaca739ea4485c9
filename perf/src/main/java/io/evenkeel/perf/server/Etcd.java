package io.evenkeel.perf.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A single etcd with its defaults, fsync included. Only its quota is raised, so that a long run ends before it does. */
public record Etcd(Path binary) implements Contender {

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public String version() {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines().findFirst().orElse("etcd").replace("etcd Version:", "etcd");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public RunningServer start(Path folder) {
        int port = ServerProcess.freePort();
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + ServerProcess.freePort();
        var command = List.of(
                binary.toString(),
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--quota-backend-bytes=" + (16L << 30),
                "--log-level=warn");
        long startedNanos = System.nanoTime();
        ServerProcess process = ServerProcess.start(command, Map.of(), folder.resolve("output.log"));
        process.awaitListening(port);
        return new RunningServer(process, Optional.empty(), port, startedNanos);
    }
}
