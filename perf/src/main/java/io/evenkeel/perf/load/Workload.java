package io.evenkeel.perf.load;

import java.util.List;

/** What clients do again and again. */
interface Workload {

    /** Sends the client's next operation, and goes on with {@link LoadClient#answered} when it is answered. */
    void send(LoadClient client);

    /** Whether there is anything left for this client to do. */
    default boolean hasMore(LoadClient client) {
        return true;
    }

    /** How many clients send, when this is run with {@code clients}. */
    default int senders(int clients) {
        return clients;
    }

    /** Whether each server counts what it did for its own clients. */
    default boolean isSharedByServers() {
        return true;
    }

    /** Called before the first operation; waits for what has to be there by then. */
    default void begin(LoadRun run, List<Connection> connections) {}

    /** Called after the last operation. */
    default void end() {}
}
