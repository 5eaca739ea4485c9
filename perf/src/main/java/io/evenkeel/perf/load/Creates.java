package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;

/** Puts a new key, if it does not exist. */
record Creates(KeySpace keys) implements Workload {

    @Override
    public void send(LoadClient client) {
        client.call(
                KVGrpc.getTxnMethod(),
                Txns.create(keys.newEvent(), keys.values().any()),
                response -> {
                    var _ = Txns.revision(response);
                    client.answered();
                });
    }
}
