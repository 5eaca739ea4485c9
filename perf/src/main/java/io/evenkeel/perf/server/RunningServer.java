package io.evenkeel.perf.server;

import io.evenkeel.perf.proc.CpuTime;
import io.evenkeel.perf.proc.Memory;
import java.util.Optional;

/** A server that takes connections, with its database when that is a process of its own. */
public final class RunningServer implements AutoCloseable {

    private final ServerProcess process;
    private final Optional<PostgresServer> database;
    private final int port;
    private final long startedNanos;

    /** @param startedNanos when the process was started, by {@link System#nanoTime()} */
    RunningServer(ServerProcess process, Optional<PostgresServer> database, int port, long startedNanos) {
        this.process = process;
        this.database = database;
        this.port = port;
        this.startedNanos = startedNanos;
    }

    public int port() {
        return port;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** Processor time of the server and its database so far. */
    public double cpuSeconds() {
        return CpuTime.ofProcess(process.pid())
                + database.map(PostgresServer::pid).map(CpuTime::ofFamily).orElse(0.0);
    }

    /** Of the server alone. */
    public double residentMib() {
        return Memory.resident(process.pid());
    }

    /** Of the server alone. */
    public double peakMib() {
        return Memory.peak(process.pid());
    }

    /** Of the database; 0 when it is part of the server. */
    public double databaseMib() {
        return database.map(PostgresServer::pid).map(Memory::ofFamily).orElse(0.0);
    }

    @Override
    public void close() {
        process.close();
        database.ifPresent(PostgresServer::close);
    }
}
