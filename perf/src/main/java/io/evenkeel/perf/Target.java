package io.evenkeel.perf;

import io.evenkeel.perf.load.Connection;
import io.evenkeel.perf.load.Fill;
import io.evenkeel.perf.load.FirstAnswer;
import io.evenkeel.perf.load.KeySpace;
import io.evenkeel.perf.load.LoadRun;
import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.RunningServer;
import java.nio.file.Path;
import java.util.List;

/** A running server with the connections to it and the keys that are in it. */
record Target(String name, RunningServer server, List<Connection> connections, KeySpace keys) implements AutoCloseable {

    private static final int FILLING_CLIENTS = 100;

    /** Starts a server on fresh data and connects to it. */
    static Target start(Contender contender, Path folder, int connections, KeySpace keys) {
        RunningServer server = contender.start(folder);
        return new Target(contender.name(), server, Connection.open(server.port(), connections), keys);
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

    @Override
    public void close() {
        connections.forEach(Connection::close);
        server.close();
    }
}
