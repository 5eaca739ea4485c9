package io.evenkeel.perf;

import io.evenkeel.perf.load.Connection;
import io.evenkeel.perf.load.Fill;
import io.evenkeel.perf.load.FirstAnswer;
import io.evenkeel.perf.load.KeySpace;
import io.evenkeel.perf.load.Lag;
import io.evenkeel.perf.load.LagRun;
import io.evenkeel.perf.load.LoadRun;
import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.ServerSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A running contender with the connections to it and the keys that are in it. */
record Target(String name, ServerSet servers, List<Connection> connections, KeySpace keys) implements AutoCloseable {

    private static final int FILLING_CLIENTS = 100;

    /** Starts it on fresh data and connects to it. */
    static Target start(Contender contender, Path folder, int connections, KeySpace keys) {
        ServerSet servers = contender.start(folder);
        return new Target(contender.name(), servers, Connection.open(servers.ports(), connections), keys);
    }

    void firstAnswer() {
        FirstAnswer.await(connections.getFirst());
    }

    void fill() {
        Fill.all(keys, connections, FILLING_CLIENTS);
    }

    LoadRun run(WorkloadKind workload, int clients) {
        return workload.run(keys, connections, clients);
    }

    Lag lag(int watchers, int writesPerSecond, Duration window) {
        return LagRun.measure(keys, connections, watchers, writesPerSecond, window);
    }

    @Override
    public void close() {
        connections.forEach(Connection::close);
        servers.close();
    }
}
