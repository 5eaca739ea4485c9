package io.evenkeel.perf.load;

import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;

/** Puts a key, whatever it is. */
record Puts(KeySpace keys) implements Workload {

    @Override
    public void send(LoadClient client) {
        int pod = keys.anyPodOf(client);
        var put = PutRequest.newBuilder()
                .setKey(keys.pod(pod))
                .setValue(keys.values().any())
                .build();
        client.call(KVGrpc.getPutMethod(), put, response -> {
            keys.putAt(pod, response.getHeader().getRevision());
            client.answered();
        });
    }
}
