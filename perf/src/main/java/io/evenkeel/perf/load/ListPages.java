package io.evenkeel.perf.load;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;

/**
 * Lists all pods again and again, as an API server does: in pages, the first one at the newest revision, those after it at
 * that same revision. One operation is one page.
 */
final class ListPages implements Workload {

    static final int PAGE = 500;

    private final KeySpace keys;
    private final Progress[] progress;

    /** How far one client's list has come. */
    private static final class Progress {
        private ByteString from = KeySpace.podsStart();
        private long revision;
        private long listed;

        void restart() {
            from = KeySpace.podsStart();
            revision = 0;
            listed = 0;
        }
    }

    ListPages(KeySpace keys, int clients) {
        this.keys = keys;
        this.progress = new Progress[clients];
        for (int i = 0; i < clients; i++) {
            progress[i] = new Progress();
        }
    }

    @Override
    public void send(LoadClient client) {
        Progress list = progress[client.index()];
        var page = RangeRequest.newBuilder()
                .setKey(list.from)
                .setRangeEnd(KeySpace.podsEnd())
                .setLimit(PAGE)
                .setRevision(list.revision)
                .build();
        client.call(KVGrpc.getRangeMethod(), page, response -> {
            advance(list, response);
            client.answered();
        });
    }

    private void advance(Progress list, RangeResponse page) {
        list.listed += page.getKvsCount();
        if (page.getMore()) {
            list.revision = list.revision == 0 ? page.getHeader().getRevision() : list.revision;
            list.from = page.getKvs(page.getKvsCount() - 1).getKey().concat(ByteString.copyFrom(new byte[1]));
        } else if (list.listed == keys.pods()) {
            list.restart();
        } else {
            throw new AssertionError("a list of " + keys.pods() + " keys came to " + list.listed);
        }
    }
}
