package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One place where a server of the store runs, or not at the moment: always the same port and way to the database. */
final class Node implements Endpoint, AutoCloseable {

    private static final Duration STOP = Duration.ofSeconds(20);

    private final int id;
    private final Backend.Datastore datastore;
    private final Scratch scratch;
    private final Writing writing;
    private final int port = FreePorts.take();
    private final ManagedChannel calls = channel();
    private final ManagedChannel watches = channel();
    private final List<RunningProcess> processes = new ArrayList<>();
    private @Nullable EvenkeelProcess server;

    Node(int id, Backend.Datastore datastore, Scratch scratch, Writing writing) {
        this.id = id;
        this.datastore = datastore;
        this.scratch = scratch;
        this.writing = writing;
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    }

    @Override
    public int id() {
        return id;
    }

    int port() {
        return port;
    }

    @Override
    public Stubs stubs() {
        return new Stubs(calls);
    }

    @Override
    public Stubs watchStubs() {
        return new Stubs(watches);
    }

    /** Starts the server; it serves when this returns. */
    synchronized void start() {
        // A short time in which history is kept makes deleting it a part of every run.
        EvenkeelProcess started = datastore.serveAt(
                port,
                scratch.folder("server-" + id + "-" + processes.size()),
                "--name=server-" + id,
                "--purge-delay=1s",
                writing.flag());
        processes.add(started.process());
        server = started;
        calls.resetConnectBackoff();
        watches.resetConnectBackoff();
    }

    synchronized void kill() {
        process().kill();
        server = null;
    }

    /** SIGTERM, and the end it leads to. */
    synchronized void stop() {
        process().terminate(STOP);
        server = null;
    }

    synchronized void pause() {
        process().pause();
    }

    synchronized void resume() {
        process().resume();
    }

    /** Whether its server runs and has done so since it was last started here. */
    synchronized boolean isAlive() {
        return server != null && server.process().isAlive();
    }

    /** All that its servers have logged so far. */
    synchronized String log() {
        var log = new StringBuilder();
        processes.forEach(process -> log.append(process.output()));
        return log.toString();
    }

    private RunningProcess process() {
        if (server == null) {
            throw new IllegalStateException("no server " + id + " is running");
        }
        return server.process();
    }

    @Override
    public synchronized void close() {
        calls.shutdownNow();
        watches.shutdownNow();
        if (server != null) {
            server.process().resume();
            server.process().kill();
            server.close();
        }
        processes.forEach(RunningProcess::close);
    }
}
