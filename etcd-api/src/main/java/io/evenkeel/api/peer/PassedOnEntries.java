package io.evenkeel.api.peer;

import com.google.protobuf.UnsafeByteOperations;
import io.evenkeel.api.proto.peer.Entries;
import io.evenkeel.api.proto.peer.Entry;
import io.evenkeel.api.proto.peer.Put;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import java.util.List;

/** Consecutive entries of the log on their way from a server that has applied them to one that may not have yet. */
record PassedOnEntries(LogPosition after, List<LogEntry> entries) {

    Entries encode() {
        var message = Entries.newBuilder().setAfterRevision(after.revision()).setAfterBatch(after.batch());
        for (LogEntry entry : entries) {
            var encoded = Entry.newBuilder().setRevision(entry.revision()).setBatch(entry.batch());
            entry.changes().forEach(change -> encoded.addChanges(encode(change)));
            message.addEntries(encoded);
        }
        return message.build();
    }

    private static io.evenkeel.api.proto.peer.Change encode(Change change) {
        var encoded = io.evenkeel.api.proto.peer.Change.newBuilder()
                .setKey(UnsafeByteOperations.unsafeWrap(change.key().unsafeBytes()))
                .setPreviousMain(change.previousMain());
        if (change instanceof Change.Put put) {
            encoded.setPut(Put.newBuilder()
                    .setValue(UnsafeByteOperations.unsafeWrap(put.value().unsafeBytes()))
                    .setCreateRevision(put.createRevision())
                    .setVersion(put.version())
                    .setLease(put.lease()));
        }
        return encoded.build();
    }

    /** @throws IllegalArgumentException when the message is not what {@link #encode} makes */
    static PassedOnEntries decode(Entries message) {
        return new PassedOnEntries(
                new LogPosition(message.getAfterRevision(), message.getAfterBatch()),
                message.getEntriesList().stream().map(PassedOnEntries::decode).toList());
    }

    private static LogEntry decode(Entry entry) {
        return new LogEntry(
                entry.getRevision(),
                entry.getBatch(),
                entry.getChangesList().stream().map(PassedOnEntries::decode).toList());
    }

    private static Change decode(io.evenkeel.api.proto.peer.Change change) {
        Key key = Key.wrap(change.getKey().toByteArray());
        if (!change.hasPut()) {
            return new Change.Delete(key, change.getPreviousMain());
        }
        Put put = change.getPut();
        return new Change.Put(
                key,
                Value.wrap(put.getValue().toByteArray()),
                put.getCreateRevision(),
                put.getVersion(),
                change.getPreviousMain(),
                put.getLease());
    }
}
