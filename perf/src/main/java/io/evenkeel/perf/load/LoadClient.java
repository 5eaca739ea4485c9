package io.evenkeel.perf.load;

import io.grpc.MethodDescriptor;
import java.util.function.Consumer;

/** One closed-loop client: it sends its next operation as soon as the last one is answered. */
final class LoadClient {

    private final int index;
    private final Connection connection;
    private final LoadRun run;
    private final Workload workload;
    private long sentNanos;

    LoadClient(int index, Connection connection, LoadRun run, Workload workload) {
        this.index = index;
        this.connection = connection;
        this.run = run;
        this.workload = workload;
    }

    /** From 0, below the number of clients. */
    int index() {
        return index;
    }

    int clients() {
        return run.clients();
    }

    /** When the running operation was sent, by {@link System#nanoTime()}. */
    long sentNanos() {
        return sentNanos;
    }

    /** Sends a request; an answer that is an error, or that {@code onAnswer} does not like, ends the whole run. */
    <Q, A> void call(MethodDescriptor<Q, A> method, Q request, Consumer<A> onAnswer) {
        UnaryCall.send(connection.channel(), method, request, onAnswer, run::fail);
    }

    /** Sends the next operation, unless the run is over. */
    void next() {
        if (run.isOver() || !workload.hasMore(this)) {
            run.clientEnded();
            return;
        }
        sentNanos = System.nanoTime();
        workload.send(this);
    }

    /** The operation sent last is answered: records its latency and goes on. */
    void answered() {
        run.record(connection, System.nanoTime() - sentNanos);
        next();
    }
}
