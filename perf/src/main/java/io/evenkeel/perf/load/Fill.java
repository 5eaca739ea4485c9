package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import java.util.List;

/** Creates every pod. */
public final class Fill implements Workload {

    private final KeySpace keys;
    private final int[] done;

    private Fill(KeySpace keys, int clients) {
        this.keys = keys;
        this.done = new int[clients];
    }

    /** Returns when every pod is there. */
    public static void all(KeySpace keys, List<Connection> connections, int clients) {
        new LoadRun(new Fill(keys, clients), connections, clients).finish();
    }

    @Override
    public boolean hasMore(LoadClient client) {
        return nextPod(client) < keys.pods();
    }

    private int nextPod(LoadClient client) {
        return client.index() + done[client.index()] * client.clients();
    }

    @Override
    public void send(LoadClient client) {
        int pod = nextPod(client);
        done[client.index()]++;
        // Not a put, for kine knows none.
        var create = Txns.create(keys.pod(pod), keys.values().any());
        client.call(KVGrpc.getTxnMethod(), create, response -> {
            keys.putAt(pod, Txns.revision(response));
            client.answered();
        });
    }
}
