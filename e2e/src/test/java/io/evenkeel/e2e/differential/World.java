package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of the store both servers should have: enough to make requests that hit something. Follows the
 * reference's answers only, so that the same seed makes the same requests whatever the server under test says.
 */
final class World {

    private final TreeSet<Long> leases = new TreeSet<>();
    private final TreeMap<ByteString, KeyValue> live = new TreeMap<>(KeySpace::compare);
    private final Map<StreamKind, List<Long>> watches = new EnumMap<>(StreamKind.class);
    private final Set<Long> compactions = new HashSet<>();
    private int historyRead;
    private long head = 1;
    private long compacted;

    /** The current revision. */
    long head() {
        return head;
    }

    /** The compacted revision; 0 before the first compaction. */
    long compacted() {
        return compacted;
    }

    /**
     * True if etcd answers for this revision with a hash it took during a compaction, under the compacted revision before
     * that. A compaction at 0 makes it answer so for revision 0, which else means the current one.
     */
    boolean hasStoredHash(long revision) {
        return compactions.contains(revision);
    }

    /** The leases granted and not revoked, in order of their ids. */
    SequencedSet<Long> leases() {
        return leases;
    }

    /** The keys as of the last comparison of watches, in order. */
    List<KeyValue> live() {
        return new ArrayList<>(live.values());
    }

    List<Long> openWatches(StreamKind stream) {
        return watches.getOrDefault(stream, List.of());
    }

    void learn(Rpc rpc, Message request, Answer reference) {
        if (!reference.isOk()) {
            return;
        }
        Message answer = reference.messages().getLast();
        head = Math.max(head, Headers.revision(answer));
        if (request instanceof CompactionRequest compaction) {
            compacted = compaction.getRevision();
            compactions.add(compacted);
        } else if (answer instanceof LeaseGrantResponse grant) {
            leases.add(grant.getID());
        } else if (request instanceof LeaseRevokeRequest revoke) {
            leases.remove(revoke.getID());
        }
    }

    void learnHistory(List<Event> history) {
        for (; historyRead < history.size(); historyRead++) {
            KeyValue kv = history.get(historyRead).getKv();
            if (history.get(historyRead).getType() == Event.EventType.PUT) {
                live.put(kv.getKey(), kv);
            } else {
                live.remove(kv.getKey());
            }
        }
    }

    void learnWatches(StreamKind stream, List<Long> open) {
        watches.put(stream, open);
    }
}
