package io.evenkeel.e2e.history;

import static io.evenkeel.e2e.history.Violation.Property.ANSWER;
import static io.evenkeel.e2e.history.Violation.Property.COMPACTION;
import static io.evenkeel.e2e.history.Violation.Property.DENSE;
import static io.evenkeel.e2e.history.Violation.Property.HEADER;
import static io.evenkeel.e2e.history.Violation.Property.LEASE;
import static io.evenkeel.e2e.history.Violation.Property.ONCE;
import static io.evenkeel.e2e.history.Violation.Property.ORDER;
import static io.evenkeel.e2e.history.Violation.Property.REPLICAS;
import static io.evenkeel.e2e.history.Violation.Property.SERVICE;
import static io.evenkeel.e2e.history.Violation.Property.WATCH;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.CompactionResponse;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.HashKVResponse;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseKeepAliveRequest;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LeaseRevokeResponse;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.ResponseOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchProgressRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.e2e.history.Operation.Ending;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchRequest;
import io.evenkeel.watch.validate.RecordedWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A history that is in order is found to be, and each kind of lie in it is found out. Times are in milliseconds. */
final class HistoryCheckerTest {

    private final List<Operation> operations = new ArrayList<>();
    private final List<CommittedLog.Entry> log = new ArrayList<>();
    private final List<RecordedWatch> watches = new ArrayList<>();

    /** 2: a=1 put at 0-1; 3: a=2 put at 2-3; 4: b=3, of a call without an answer, at 4. */
    private void threePuts() {
        did(0, 1, put("a", "1"), putAt(2));
        saw(2, 1, created("a", "1", 2, 0));
        did(2, 3, put("a", "2"), putAt(3));
        saw(3, 3, put(kv("a", "2", 2, 3, 2, 0)));
        open(4, 5, put("b", "3"));
        saw(4, 6, created("b", "3", 4, 0));
    }

    @Test
    void findsNothingInWhatIsInOrder() {
        threePuts();
        did(0, 4, get("a"), range(3, kv("a", "2", 2, 3, 2, 0)));
        did(7, 8, get("b"), range(4, kv("b", "3", 4, 4, 1, 0)));
        did(7, 8, at(get("a"), 2), range(4, kv("a", "1", 2, 2, 1, 0)));
        did(9, 10, create("a", "4"), createFailed(4, kv("a", "2", 2, 3, 2, 0)));
        refused(9, 10, put("a", "5"), "UNAVAILABLE: etcdserver: no leader");
        did(11, 12, delete("c"), deleted(4, 0));
        did(11, 12, delete("b"), deleted(5, 1));
        saw(5, 13, tombstone("b", 5));
        assertThat(found()).isEmpty();
    }

    @Test
    void findsHoles() {
        threePuts();
        log.remove(1);
        assertThat(found()).contains(DENSE);
    }

    @Test
    void findsAnswersThatWereNeverTrue() {
        threePuts();
        did(7, 8, get("a"), range(4, kv("a", "1", 2, 2, 1, 0)));
        assertThat(found()).containsExactly(ANSWER);
    }

    @Test
    void findsLostWrites() {
        threePuts();
        did(7, 8, put("a", "4"), putAt(5));
        assertThat(found()).containsExactly(ANSWER);
    }

    @Test
    void findsAcknowledgedWritesThatSomethingElseCameOutOf() {
        threePuts();
        did(7, 8, put("a", "4"), putAt(5));
        saw(5, 8, put(kv("a", "other", 2, 5, 3, 0)));
        assertThat(found()).containsExactly(ANSWER);
    }

    @Test
    void findsCompareAndSwapThatShouldHaveFailed() {
        threePuts();
        did(
                7,
                8,
                create("a", "4"),
                TxnResponse.newBuilder()
                        .setHeader(header(5))
                        .setSucceeded(true)
                        .addResponses(ResponseOp.newBuilder().setResponsePut(PutResponse.getDefaultInstance()))
                        .build());
        saw(5, 8, put(kv("a", "4", 2, 5, 3, 0)));
        assertThat(found()).containsExactly(ANSWER);
    }

    @Test
    void findsTwoWritesWithOneRevision() {
        threePuts();
        did(2, 3, put("a", "2"), putAt(3));
        assertThat(found()).containsExactly(ONCE);
    }

    @Test
    void findsWhatWasRefusedAndDoneAllTheSame() {
        threePuts();
        refused(7, 8, put("a", "4"), "UNAVAILABLE: etcdserver: no leader");
        saw(5, 8, put(kv("a", "4", 2, 5, 3, 0)));
        assertThat(found()).containsExactly(ONCE);
    }

    @Test
    void findsUnknownWritesDoneTwice() {
        threePuts();
        saw(5, 8, put(kv("b", "3", 4, 5, 2, 0)));
        assertThat(found()).containsExactly(ONCE);
    }

    @Test
    void givesEachUnknownDeleteARevisionOfItsOwn() {
        threePuts();
        open(7, 8, delete("b"));
        open(12, 13, delete("b"));
        saw(5, 8, tombstone("b", 5));
        did(9, 10, put("b", "4"), putAt(6));
        saw(6, 10, created("b", "4", 6, 0));
        saw(7, 14, tombstone("b", 7));
        assertThat(found()).isEmpty();

        did(15, 16, put("b", "5"), putAt(8));
        saw(8, 16, created("b", "5", 8, 0));
        saw(9, 17, tombstone("b", 9));
        assertThat(found()).containsExactly(ONCE);
    }

    @Test
    void findsWritesThatWereNeverAskedFor() {
        threePuts();
        saw(5, 8, created("x", "?", 5, 0));
        assertThat(found()).containsExactly(ONCE);
    }

    @Test
    void findsEffectsBeforeTheirCause() {
        threePuts();
        open(20, 21, put("x", "9"));
        saw(5, 8, created("x", "9", 5, 0));
        assertThat(found()).containsExactly(ONCE);
    }

    @Test
    void findsStaleReads() {
        threePuts();
        did(7, 8, get("a"), range(2, kv("a", "1", 2, 2, 1, 0)));
        assertThat(found()).containsExactly(ORDER);
        operations.removeLast();

        did(7, 8, get("nothing"), range(3));
        assertThat(found()).containsExactly(ORDER);
    }

    @Test
    void findsReadsOlderThanWhatAnEventHasTold() {
        threePuts();
        did(6, 8, get("a"), range(3, kv("a", "2", 2, 3, 2, 0)));
        assertThat(found()).isEmpty();
        did(7, 8, get("a"), range(3, kv("a", "2", 2, 3, 2, 0)));
        assertThat(found()).contains(ORDER);
    }

    @Test
    void allowsSerializableReadsToBeOldButNotWrong() {
        threePuts();
        did(7, 8, serializable("a"), range(2, kv("a", "1", 2, 2, 1, 0)));
        assertThat(found()).isEmpty();
        did(9, 10, serializable("a"), range(2, kv("a", "2", 2, 3, 2, 0)));
        assertThat(found()).containsExactly(ANSWER);
    }

    @Test
    void findsWritesOutOfOrder() {
        threePuts();
        did(9, 10, put("c", "5"), putAt(6));
        did(11, 12, put("c", "4"), putAt(5));
        saw(5, 13, created("c", "4", 5, 0));
        saw(6, 13, put(kv("c", "5", 5, 6, 2, 0)));
        assertThat(found()).contains(ORDER);
    }

    @Test
    void findsProgressThatDoesNotCoverWhatIsKnown() {
        threePuts();
        did(7, 8, WatchProgressRequest.getDefaultInstance(), progress(3));
        assertThat(found()).containsExactly(ORDER);
    }

    @Test
    void findsHeadersThatGoBack() {
        threePuts();
        did("reader", 7, 8, serializable("a"), range(3, kv("a", "2", 2, 3, 2, 0)));
        did("reader", 9, 10, serializable("a"), range(2, kv("a", "1", 2, 2, 1, 0)));
        assertThat(found()).containsExactly(HEADER);
    }

    @Test
    void findsReadsBelowTheCompactedRevision() {
        threePuts();
        did(7, 8, compact(3), compacted(4));
        did(9, 10, at(get("a"), 2), range(4, kv("a", "1", 2, 2, 1, 0)));
        assertThat(found()).containsExactly(COMPACTION);
    }

    @Test
    void findsRefusalsOfWhatIsThere() {
        threePuts();
        did(7, 8, compact(3), compacted(4));
        refused(9, 10, at(get("a"), 3), "OUT_OF_RANGE: etcdserver: mvcc: required revision has been compacted");
        assertThat(found()).containsExactly(COMPACTION);
        operations.removeLast();

        refused(9, 10, at(get("a"), 4), "OUT_OF_RANGE: etcdserver: mvcc: required revision is a future revision");
        assertThat(found()).containsExactly(COMPACTION);
        operations.removeLast();

        refused(9, 10, at(get("a"), 2), "OUT_OF_RANGE: etcdserver: mvcc: required revision has been compacted");
        assertThat(found()).isEmpty();
    }

    @Test
    void findsCompactionsDoneTwice() {
        threePuts();
        did(7, 8, compact(3), compacted(4));
        did(9, 10, compact(3), compacted(4));
        assertThat(found()).containsExactly(COMPACTION);
    }

    /** Granted at 0-1 for 2 s, a key on it at 2. */
    private void keyOnLease() {
        did(0, 1, LeaseGrantRequest.newBuilder().setID(7).setTTL(2).build(), granted(1));
        did(2, 3, putOn("l", "1", 7), putAt(2));
        saw(2, 3, created("l", "1", 2, 7));
    }

    @Test
    void knowsLeasesThatEndInTime() {
        keyOnLease();
        saw(3, 2001, tombstone("l", 3));
        did(2002, 2003, keepAlive(), kept(3, 0));
        assertThat(found()).isEmpty();
    }

    @Test
    void findsLeasesThatEndEarly() {
        keyOnLease();
        saw(3, 1900, tombstone("l", 3));
        assertThat(found()).containsExactly(LEASE);
    }

    @Test
    void findsLeasesThatEndThoughRenewed() {
        keyOnLease();
        did(1000, 1010, keepAlive(), kept(2, 2));
        saw(3, 2900, tombstone("l", 3));
        assertThat(found()).containsExactly(LEASE);
    }

    @Test
    void findsKeepalivesRefusedTooEarly() {
        keyOnLease();
        did(1000, 1010, keepAlive(), kept(2, 0));
        saw(3, 2900, tombstone("l", 3));
        assertThat(found()).containsExactly(LEASE);
    }

    @Test
    void findsLeasesThatEndInTwoRevisions() {
        keyOnLease();
        did(4, 5, putOn("m", "2", 7), putAt(3));
        saw(3, 5, created("m", "2", 3, 7));
        saw(4, 2500, tombstone("l", 4));
        saw(5, 2500, tombstone("m", 5));
        assertThat(found()).contains(ONCE);
    }

    @Test
    void findsKeysOnLeasesThatHaveEnded() {
        keyOnLease();
        saw(3, 2500, tombstone("l", 3));
        did(2600, 2700, putOn("l", "2", 7), putAt(4));
        saw(4, 2700, created("l", "2", 4, 7));
        assertThat(found()).containsExactly(LEASE);
    }

    @Test
    void knowsARevokedLeaseFromOneThatEnded() {
        keyOnLease();
        did(
                4,
                5,
                LeaseRevokeRequest.newBuilder().setID(7).build(),
                LeaseRevokeResponse.newBuilder().setHeader(header(3)).build());
        saw(3, 5, tombstone("l", 3));
        did(6, 7, keepAlive(), kept(3, 0));
        assertThat(found()).isEmpty();
    }

    @Test
    void findsWatchesThatMissSomething() {
        threePuts();
        var request = new WatchRequest(KeyRange.ALL, 2, 0, Set.of(), false, false, false);
        watches.add(
                new RecordedWatch(request, List.of(new WatchMessage.Created(0, 1), new WatchMessage.Progress(0, 4))));
        assertThat(found()).containsExactly(WATCH);
    }

    @Test
    void findsReplicasThatDiffer() {
        threePuts();
        did(7, 8, HashKVRequest.getDefaultInstance(), hash(1, 4));
        did(7, 8, HashKVRequest.getDefaultInstance(), hash(1, 4));
        assertThat(found()).isEmpty();
        did(7, 8, HashKVRequest.getDefaultInstance(), hash(2, 4));
        assertThat(found()).containsExactly(REPLICAS);
    }

    @Test
    void findsAnotherStoreAnsweringAndFaultsOfTheServer() {
        threePuts();
        did(
                7,
                8,
                get("c"),
                RangeResponse.newBuilder()
                        .setHeader(header(4).toBuilder().setClusterId(2))
                        .build());
        assertThat(found()).containsExactly(SERVICE);
        operations.removeLast();

        operations.add(new Operation(
                "x", 0, get("c"), 0, 1, new Ending.Open("INTERNAL: evenkeel: internal error, see the log")));
        assertThat(found()).containsExactly(SERVICE);
    }

    private Set<Violation.Property> found() {
        var set = new LinkedHashSet<Violation.Property>();
        HistoryChecker.violations(new History(operations, new CommittedLog(log), watches))
                .forEach(violation -> set.add(violation.property()));
        return set;
    }

    private void did(long from, long to, Message request, Message response) {
        did("client-" + operations.size(), from, to, request, response);
    }

    private void did(String client, long from, long to, Message request, Message response) {
        operations.add(new Operation(client, 0, request, nanos(from), nanos(to), new Ending.Answered(response)));
    }

    private void open(long from, long to, Message request) {
        operations.add(new Operation(
                "client-" + operations.size(), 0, request, nanos(from), nanos(to), new Ending.Open("UNAVAILABLE")));
    }

    private void refused(long from, long to, Message request, String reason) {
        operations.add(new Operation(
                "client-" + operations.size(), 0, request, nanos(from), nanos(to), new Ending.Refused(reason)));
    }

    private void saw(long revision, long at, Event... events) {
        log.add(new CommittedLog.Entry(revision, List.of(events), nanos(at)));
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static ResponseHeader header(long revision) {
        return ResponseHeader.newBuilder().setClusterId(1).setRevision(revision).build();
    }

    private static PutRequest put(String key, String value) {
        return putOn(key, value, 0);
    }

    private static PutRequest putOn(String key, String value, long lease) {
        return PutRequest.newBuilder()
                .setKey(bytes(key))
                .setValue(bytes(value))
                .setLease(lease)
                .build();
    }

    private static PutResponse putAt(long revision) {
        return PutResponse.newBuilder().setHeader(header(revision)).build();
    }

    private static RangeRequest get(String key) {
        return RangeRequest.newBuilder().setKey(bytes(key)).build();
    }

    private static RangeRequest serializable(String key) {
        return get(key).toBuilder().setSerializable(true).build();
    }

    private static RangeRequest at(RangeRequest range, long revision) {
        return range.toBuilder().setRevision(revision).build();
    }

    private static RangeResponse range(long revision, KeyValue... kvs) {
        return RangeResponse.newBuilder()
                .setHeader(header(revision))
                .addAllKvs(List.of(kvs))
                .setCount(kvs.length)
                .build();
    }

    private static TxnRequest create(String key, String value) {
        return TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder().setKey(bytes(key)).setTarget(Compare.CompareTarget.MOD))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put(key, value)))
                .addFailure(RequestOp.newBuilder().setRequestRange(get(key)))
                .build();
    }

    private static TxnResponse createFailed(long revision, KeyValue found) {
        return TxnResponse.newBuilder()
                .setHeader(header(revision))
                .addResponses(ResponseOp.newBuilder().setResponseRange(range(revision, found)))
                .build();
    }

    private static DeleteRangeRequest delete(String key) {
        return DeleteRangeRequest.newBuilder().setKey(bytes(key)).build();
    }

    private static DeleteRangeResponse deleted(long revision, long keys) {
        return DeleteRangeResponse.newBuilder()
                .setHeader(header(revision))
                .setDeleted(keys)
                .build();
    }

    private static CompactionRequest compact(long revision) {
        return CompactionRequest.newBuilder().setRevision(revision).build();
    }

    private static CompactionResponse compacted(long revision) {
        return CompactionResponse.newBuilder().setHeader(header(revision)).build();
    }

    private static LeaseGrantResponse granted(long revision) {
        return LeaseGrantResponse.newBuilder()
                .setHeader(header(revision))
                .setID(7)
                .setTTL(2)
                .build();
    }

    private static LeaseKeepAliveRequest keepAlive() {
        return LeaseKeepAliveRequest.newBuilder().setID(7).build();
    }

    private static LeaseKeepAliveResponse kept(long revision, long ttl) {
        return LeaseKeepAliveResponse.newBuilder()
                .setHeader(header(revision))
                .setID(7)
                .setTTL(ttl)
                .build();
    }

    private static WatchResponse progress(long revision) {
        return WatchResponse.newBuilder()
                .setHeader(header(revision))
                .setWatchId(-1)
                .build();
    }

    private static HashKVResponse hash(int hash, long revision) {
        return HashKVResponse.newBuilder()
                .setHeader(header(revision))
                .setHash(hash)
                .setHashRevision(revision)
                .setCompactRevision(-1)
                .build();
    }

    private static KeyValue kv(String key, String value, long create, long mod, long version, long lease) {
        return KeyValue.newBuilder()
                .setKey(bytes(key))
                .setValue(bytes(value))
                .setCreateRevision(create)
                .setModRevision(mod)
                .setVersion(version)
                .setLease(lease)
                .build();
    }

    /** A put that made the key's first version, at the revision it was created at. */
    private static Event created(String key, String value, long revision, long lease) {
        return put(kv(key, value, revision, revision, 1, lease));
    }

    private static Event put(KeyValue kv) {
        return Event.newBuilder().setKv(kv).build();
    }

    private static Event tombstone(String key, long revision) {
        return Event.newBuilder()
                .setType(Event.EventType.DELETE)
                .setKv(KeyValue.newBuilder().setKey(bytes(key)).setModRevision(revision))
                .build();
    }
}
