package io.evenkeel.perf.server;

import io.evenkeel.perf.proc.CpuTime;
import io.evenkeel.perf.proc.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The servers of one contender, which take connections, with the database they share when that is a process of its own. */
public final class ServerSet implements AutoCloseable {

    private final Optional<Database> database;
    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<FarProxy> proxies = new ArrayList<>();
    private final long startedNanos = System.nanoTime();

    /** @param database runs already; it ends with this set */
    ServerSet(Optional<Database> database) {
        this.database = database;
    }

    void add(ServerProcess server) {
        servers.add(server);
    }

    void add(FarProxy proxy) {
        proxies.add(proxy);
    }

    /** Returns when all servers take connections. */
    void awaitListening() {
        servers.forEach(ServerProcess::awaitListening);
    }

    /** One for each server. */
    public List<Integer> ports() {
        return servers.stream().map(ServerProcess::port).toList();
    }

    /** When the first process was started, by {@link System#nanoTime()}. */
    public long startedNanos() {
        return startedNanos;
    }

    /** Processor time of the servers and their database so far. */
    public double cpuSeconds() {
        return ofServers(CpuTime::ofProcess) + ofDatabase(CpuTime::ofFamily);
    }

    /** Of the servers alone. */
    public double residentMib() {
        return ofServers(Memory::resident);
    }

    /** Of the servers alone. */
    public double peakMib() {
        return ofServers(Memory::peak);
    }

    /** Of the database; 0 when it is part of the server. */
    public double databaseMib() {
        return ofDatabase(Memory::ofFamily);
    }

    /** Statements given to the database so far; 0 when it is part of the server. */
    public long statements() {
        return database.map(Database::statements).orElse(0L);
    }

    private double ofServers(ToDoubleFunction<Long> figure) {
        return servers.stream().map(ServerProcess::pid).mapToDouble(figure).sum();
    }

    private double ofDatabase(ToDoubleFunction<Long> figure) {
        return database.map(Database::pid).stream().mapToDouble(figure).sum();
    }

    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
        proxies.forEach(FarProxy::close);
        database.ifPresent(Database::close);
    }
}
