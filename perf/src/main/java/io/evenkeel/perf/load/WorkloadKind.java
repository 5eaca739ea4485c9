package io.evenkeel.perf.load;

import java.util.List;

/** The workloads there are, in the order they are run in. */
public enum WorkloadKind {
    CREATE("a transaction that puts a key if it does not exist") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new Creates(keys);
        }
    },
    UPDATE("a transaction that puts a key if its mod revision is the known one, and else reads it") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new Updates(keys);
        }
    },
    PUT("a put") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new Puts(keys);
        }
    },
    GET("a linearizable range of one key") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new Gets(keys);
        }
    },
    LIST("one page of " + ListPages.PAGE + " keys of a list of all pods at a pinned revision") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new ListPages(keys, clients);
        }
    },
    WATCH("an event at one of two watchers while all clients put; its latency counts from the sending of the put") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new WatchedPuts(keys, all -> all, 2);
        }
    },
    FANOUT("an event at one of as many watchers as there are clients, while one more client puts") {
        @Override
        Workload on(KeySpace keys, int clients) {
            return new WatchedPuts(keys, all -> 1, clients);
        }
    };

    private final String operation;

    WorkloadKind(String operation) {
        this.operation = operation;
    }

    /** What one operation is. */
    public String operation() {
        return operation;
    }

    abstract Workload on(KeySpace keys, int clients);

    /** A run of this workload by {@code clients} clients. */
    public LoadRun run(KeySpace keys, List<Connection> connections, int clients) {
        return new LoadRun(on(keys, clients), connections, clients);
    }
}
