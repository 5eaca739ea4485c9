package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.RangeRequest;

/** Reads one key, linearizably. */
record Gets(KeySpace keys) implements Workload {

    @Override
    public void send(LoadClient client) {
        var get = RangeRequest.newBuilder().setKey(keys.pod(keys.anyPod())).build();
        client.call(KVGrpc.getRangeMethod(), get, response -> {
            if (response.getKvsCount() != 1) {
                throw new AssertionError("a get found " + response.getKvsCount() + " keys");
            }
            client.answered();
        });
    }
}
