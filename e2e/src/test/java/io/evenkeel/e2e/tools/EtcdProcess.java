package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A real etcd of one member, with durable writes, as the reference or as the proof of a test. */
public final class EtcdProcess implements ServerUnderTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final int PROBE_MILLIS = 2000;

    private final RunningProcess process;
    private final int port;

    private EtcdProcess(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one in {@code folder}; it is healthy when this returns. */
    public static EtcdProcess start(Path folder, String... flags) {
        int port = FreePorts.take();
        String client = "http://127.0.0.1:" + port;
        String peer = "http://127.0.0.1:" + FreePorts.take();
        RunningProcess process = Command.of(
                        GoTools.path("etcd"),
                        "--name=etcd",
                        "--data-dir=" + folder.resolve("etcd"),
                        "--listen-client-urls=" + client,
                        "--advertise-client-urls=" + client,
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=etcd=" + peer)
                .with(flags)
                .start(folder.resolve("etcd.log"));
        EtcdProcess etcd = new EtcdProcess(process, port);
        process.awaitUntil("health", START, etcd::isHealthy);
        return etcd;
    }

    @Override
    public int port() {
        return port;
    }

    public RunningProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }

    private boolean isHealthy() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url() + "/health").toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException notYet) {
            return false;
        }
    }
}
