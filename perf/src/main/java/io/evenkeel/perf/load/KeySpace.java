package io.evenkeel.perf.load;

import com.google.protobuf.ByteString;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The keys of one server: a fixed number of pods, with the revision each was last put at, and as many events as were ever
 * created. With n clients, every n-th pod is written by one of them only, so that no update meets a conflict.
 */
public final class KeySpace {

    private static final int NAMESPACES = 100;

    private final ByteString[] pods;
    private final AtomicLongArray revisions;
    private final Values values;
    private final AtomicLong events = new AtomicLong();

    /** @param valueBytes length of every value */
    public KeySpace(int pods, int valueBytes, long seed) {
        this.pods = new ByteString[pods];
        this.revisions = new AtomicLongArray(pods);
        this.values = new Values(valueBytes, seed);
        for (int i = 0; i < pods; i++) {
            this.pods[i] = key("pods", i);
        }
    }

    private static ByteString key(String resource, long number) {
        return ByteString.copyFromUtf8("/registry/" + resource + "/namespace-" + (100 + number % NAMESPACES) + "/name-"
                + (1_000_000_000L + number));
    }

    int pods() {
        return pods.length;
    }

    ByteString pod(int pod) {
        return pods[pod];
    }

    int anyPod() {
        return ThreadLocalRandom.current().nextInt(pods.length);
    }

    int anyPodOf(LoadClient client) {
        int own = (pods.length - client.index() + client.clients() - 1) / client.clients();
        return client.index() + ThreadLocalRandom.current().nextInt(own) * client.clients();
    }

    long revision(int pod) {
        return revisions.get(pod);
    }

    void putAt(int pod, long revision) {
        revisions.set(pod, revision);
    }

    ByteString newEvent() {
        return key("events", events.getAndIncrement());
    }

    Values values() {
        return values;
    }

    /** The first key of all pods. */
    static ByteString podsStart() {
        return ByteString.copyFromUtf8("/registry/pods/");
    }

    /** The key after all pods. */
    static ByteString podsEnd() {
        return ByteString.copyFromUtf8("/registry/pods0");
    }
}
