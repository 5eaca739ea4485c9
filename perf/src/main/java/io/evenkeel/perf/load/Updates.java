package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;

/** Puts a key, if nobody has since the client last did. */
record Updates(KeySpace keys) implements Workload {

    @Override
    public void send(LoadClient client) {
        int pod = keys.anyPodOf(client);
        var update =
                Txns.update(keys.pod(pod), keys.revision(pod), keys.values().any());
        client.call(KVGrpc.getTxnMethod(), update, response -> {
            keys.putAt(pod, Txns.revision(response));
            client.answered();
        });
    }
}
