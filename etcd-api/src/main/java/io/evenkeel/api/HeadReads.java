package io.evenkeel.api;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.store.KeyValueStore;

/**
 * The reads by which a client learns the head before it waits for its watch to get there. A Kubernetes API server reads {@code
 * /registry/pods}, where nothing is ever stored, takes the revision from the header, and answers a list from its cache once its watch
 * of {@code /registry/pods/} is as far ({@code GetCurrentResourceVersion} in its {@code storage/etcd3/store.go}). So watches that
 * begin there are told of progress when such a read is answered, and not only when the API server asks for it, at the next of its
 * ticks of 100 ms.
 */
final class HeadReads {

    private static final ByteString SLASH = ByteString.copyFromUtf8("/");

    private final KeyValueStore store;

    HeadReads(KeyValueStore store) {
        this.store = store;
    }

    /** Takes notice of what a client was answered. */
    void answered(RangeRequest request, Resolved<RangeAnswer> answer) {
        if (answer.answer().result().count() == 0 && asksForTheNewestOfOneKey(request)) {
            ByteString key = request.getKey();
            ByteString folder = key.endsWith(SLASH) ? key : key.concat(SLASH);
            store.wantProgress(Key.wrap(folder.toByteArray()), answer.answer().revision());
        }
    }

    private static boolean asksForTheNewestOfOneKey(RangeRequest request) {
        return !request.getSerializable()
                && request.getRevision() == 0
                && request.getRangeEnd().isEmpty();
    }
}
