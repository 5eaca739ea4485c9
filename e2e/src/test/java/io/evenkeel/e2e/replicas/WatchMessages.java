package io.evenkeel.e2e.replicas;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.watch.WatchEvent;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchRequest;
import java.util.Set;

/** Watch requests and responses, from etcd's messages to what the watch validators take. */
final class WatchMessages {

    private WatchMessages() {}

    static WatchRequest of(WatchCreateRequest request) {
        return new WatchRequest(
                KeyRange.ofEtcd(key(request.getKey()), key(request.getRangeEnd())),
                request.getStartRevision(),
                request.getWatchId(),
                Set.of(),
                request.getPrevKv(),
                request.getProgressNotify(),
                request.getFragment());
    }

    static WatchMessage of(WatchResponse response) {
        long id = response.getWatchId();
        long revision = response.getHeader().getRevision();
        if (response.getCreated() && response.getCanceled()) {
            return new WatchMessage.Refused(response.getCancelReason(), revision);
        }
        if (response.getCreated()) {
            return new WatchMessage.Created(id, revision);
        }
        if (response.getCanceled()) {
            return response.getCompactRevision() > 0
                    ? new WatchMessage.Compacted(id, response.getCompactRevision())
                    : new WatchMessage.Cancelled(id, revision);
        }
        if (response.getEventsCount() == 0) {
            return new WatchMessage.Progress(id, revision);
        }
        return new WatchMessage.Events(
                id,
                revision,
                response.getEventsList().stream().map(WatchMessages::of).toList(),
                response.getFragment());
    }

    private static WatchEvent of(Event event) {
        return new WatchEvent(
                event.getType() == Event.EventType.DELETE,
                of(event.getKv()),
                event.hasPrevKv() ? of(event.getPrevKv()) : null);
    }

    private static WatchEvent.KeyValue of(io.evenkeel.api.proto.mvccpb.KeyValue kv) {
        return new WatchEvent.KeyValue(
                key(kv.getKey()),
                Value.wrap(kv.getValue().toByteArray()),
                kv.getCreateRevision(),
                kv.getModRevision(),
                kv.getVersion(),
                kv.getLease());
    }

    private static Key key(ByteString bytes) {
        return Key.wrap(bytes.toByteArray());
    }
}
