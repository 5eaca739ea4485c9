package io.evenkeel.watch;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.log.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One watch: a range, its filters, and the next revision it is owed. Owned by the hub; what is final may be read by anyone.
 *
 * <pre>
 *               create                          create in the past
 *                 |                                     |
 *                 v         stream full                 v       no room
 *   cancel <--- {@link State#LIVE} -----------------------------> {@link State#TURN} -----------> {@link State#STALLED}
 *                 ^                                    ^  | ^                    |
 *                 |         next is above head         |  | +---- stream empty --+
 *                 +------------------------------------|--+
 *                                           read ended |  | not among the recent entries
 *                                                      |  v
 *                             {@link State#READING} <---------- {@link State#WAITING}
 * </pre>
 *
 * From any state but LIVE a compaction leads, by way of its turn, to {@link State#COMPACTED}.
 */
final class Watcher {

    enum State {
        /** Told of each entry as it is applied. Everything up to the hub's head has been offered. */
        LIVE,
        /** Behind, and the hub will do what can be done about it at once. */
        TURN,
        /** Behind, and its stream does not take more. */
        STALLED,
        /** Behind, and waiting for a read of the log to begin. */
        WAITING,
        /** Behind, and a read of the log is under way for it. */
        READING,
        /** Told that what it was owed is compacted. Remembered until the client cancels it, as in etcd. */
        COMPACTED,
        /** Canceled, or its stream is gone. */
        GONE
    }

    /** Its objects, and its places in the hub's collections. */
    private static final int OVERHEAD_BYTES = 512;

    private final WatchSession session;
    private final long id;
    private final WatchRequest request;
    private final boolean putsWanted;
    private final boolean deletesWanted;

    /** The events of the entry being fanned out. */
    private List<WatchEvent> gathered = List.of();

    private State state = State.TURN;
    private long nextRevision;
    private long toldRevision;
    private boolean toldSinceTick;
    private @Nullable CatchUpRead read;
    private int place;

    Watcher(WatchSession session, long id, WatchRequest request, long nextRevision) {
        this.session = session;
        this.id = id;
        this.request = request;
        this.putsWanted = !request.filters().contains(WatchRequest.Filter.NO_PUT);
        this.deletesWanted = !request.filters().contains(WatchRequest.Filter.NO_DELETE);
        this.nextRevision = nextRevision;
        this.toldRevision = nextRevision - 1;
    }

    WatchSession session() {
        return session;
    }

    long id() {
        return id;
    }

    KeyRange range() {
        return request.range();
    }

    /** About how much memory it takes. */
    long sizeBytes() {
        Key end = range().end();
        return OVERHEAD_BYTES + range().start().length() + (end == null ? 0 : end.length());
    }

    long startRevision() {
        return request.startRevision();
    }

    boolean wantsProgress() {
        return request.progressNotify();
    }

    boolean wantsPrevious() {
        return request.previousValues();
    }

    /** Whether a change concerns this watch. */
    boolean wants(Change change) {
        return request.range().contains(change.key()) && passesFilters(change);
    }

    boolean passesFilters(Change change) {
        return switch (change) {
            case Change.Put _ -> putsWanted;
            case Change.Delete _ -> deletesWanted;
        };
    }

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
        if (next != State.READING) {
            read = null;
        }
    }

    void becomeReading(CatchUpRead by) {
        state = State.READING;
        read = by;
    }

    boolean isReadBy(CatchUpRead other) {
        return read == other;
    }

    /** The first revision it has not been offered; while LIVE it is only a lower bound, the hub's head being another. */
    long nextRevision() {
        return nextRevision;
    }

    void advanceTo(long revision) {
        nextRevision = Math.max(nextRevision, revision);
    }

    /** The newest revision that the client has been told of; nothing but progress says that the head is beyond it. */
    long toldRevision() {
        return toldRevision;
    }

    /** Its place in its {@link WatcherGroup}, which alone reads and sets it. */
    int place() {
        return place;
    }

    void setPlace(int newPlace) {
        place = newPlace;
    }

    /** Adds an event of the entry being fanned out; whether it is the first. Nearly always it is the only one. */
    boolean gather(WatchEvent event) {
        boolean first = gathered.isEmpty();
        if (first) {
            gathered = List.of(event);
        } else {
            if (gathered.size() == 1) {
                gathered = new ArrayList<>(gathered);
            }
            gathered.add(event);
        }
        return first;
    }

    List<WatchEvent> takeGathered() {
        List<WatchEvent> taken = gathered;
        gathered = List.of();
        return taken;
    }

    /** Offers events to the stream; whoever calls has seen that there is room. */
    void offer(long headerRevision, List<WatchEvent> events) {
        toldRevision = Math.max(toldRevision, events.getLast().current().modRevision());
        toldSinceTick = true;
        session.offer(new WatchMessage.Events(id, headerRevision, events, request.fragment()));
    }

    void offerProgress(long head) {
        toldRevision = head;
        session.offer(new WatchMessage.Progress(id, head));
    }

    /** Everything up to {@code revision} was told to the whole stream. */
    void toldThrough(long revision) {
        toldRevision = Math.max(toldRevision, revision);
    }

    /** Whether it got events since the last call. */
    boolean takeToldSinceTick() {
        boolean told = toldSinceTick;
        toldSinceTick = false;
        return told;
    }
}
