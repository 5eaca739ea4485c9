package io.evenkeel.perf.jmh;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.List;

/** Keys and values as Kubernetes makes them. */
final class BenchKeys {

    static final int COUNT = 100_000;

    private BenchKeys() {}

    static Key[] pods() {
        var keys = new Key[COUNT];
        for (int i = 0; i < COUNT; i++) {
            keys[i] = pod(i);
        }
        return keys;
    }

    /** A key of its own array every time, as a request brings it. */
    static Key pod(int number) {
        return Key.of("/registry/pods/namespace-" + (100 + number % 100) + "/name-" + (1_000_000_000L + number));
    }

    static Value value() {
        return Value.wrap(new byte[512]);
    }

    /** The entry that creates {@code key} at {@code revision}. */
    static LogEntry creation(Key key, long revision) {
        return new LogEntry(revision, 1, List.of(new Change.Put(key, value(), revision, 1, 0, 0)));
    }
}
