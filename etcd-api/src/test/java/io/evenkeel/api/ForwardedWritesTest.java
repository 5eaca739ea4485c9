package io.evenkeel.api;

import static io.evenkeel.api.TestServer.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.api.TestServer.Shared;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.peer.ForwardedAnswer;
import io.evenkeel.api.proto.peer.ForwardedAnswers;
import io.evenkeel.api.proto.peer.ForwardedWrite;
import io.evenkeel.api.proto.peer.ForwardedWrites;
import io.evenkeel.api.proto.peer.NotTaken;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.WritesGrpc;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.member.Member;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForwardedWritesTest {

    private static final int AT_ONCE = 8;

    private final Shared datastore = new Shared();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() throws Exception {
        threads.close();
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void areDoneByTheLeaderOnceSeveralServersWrite() {
        TestServer leader = server(1);
        TestServer other = server(2);

        long before = writeThroughBothUntilForwarded(leader, other);
        long revision = other.put("forwarded", "value");

        assertThat(other.services.forwardedWrites()).isGreaterThan(before);
        assertThat(leader.services.forwardedWrites()).isZero();
        assertThat(get(leader, "forwarded", false)).isEqualTo("value@" + revision);
    }

    /** Also where nobody ever loses a race: one who writes for all tells all sooner than the log does. */
    @Test
    void areForwardedWhenServersWriteInTurn() {
        TestServer leader = server(1);
        TestServer other = server(2);

        leader.awaitTrue(() -> {
            awaitRelay(leader, other);
            other.put("b", "value");
            return other.services.forwardedWrites() > 0;
        });

        assertThat(other.store.sequencer().counts().conflicts()).isZero();
    }

    @Test
    void areAppliedWhereTheyWereSentWhenTheyAreAnswered() {
        TestServer leader = server(1);
        TestServer other = server(2);

        writeThroughBothUntilForwarded(leader, other);
        for (int i = 0; i < 100; i++) {
            long revision = other.put("own", "value" + i);
            assertThat(get(other, "own", true)).isEqualTo("value" + i + "@" + revision);
        }
    }

    @Test
    void areAnsweredInTheNameOfTheServerThatWasAsked() {
        TestServer leader = server(1);
        TestServer other = server(2);

        writeThroughBothUntilForwarded(leader, other);
        long before = other.services.forwardedWrites();
        ResponseHeader put = other.kv().put(put("key", "value")).getHeader();
        var txn = other.kv()
                .txn(TxnRequest.newBuilder()
                        .addCompare(Compare.newBuilder()
                                .setKey(bytes("key"))
                                .setTarget(Compare.CompareTarget.MOD)
                                .setModRevision(put.getRevision()))
                        .addSuccess(RequestOp.newBuilder().setRequestPut(put("key", "newer")))
                        .build());
        var deleted = other.kv()
                .deleteRange(DeleteRangeRequest.newBuilder()
                        .setKey(bytes("key"))
                        .setPrevKv(true)
                        .build());

        assertThat(other.services.forwardedWrites()).isEqualTo(before + 3);
        assertThat(List.of(
                        put.getMemberId(),
                        txn.getHeader().getMemberId(),
                        deleted.getHeader().getMemberId()))
                .containsOnly(2L);
        assertThat(txn.getSucceeded()).isTrue();
        assertThat(deleted.getPrevKvs(0).getValue()).isEqualTo(bytes("newer"));
    }

    @Test
    void areRefusedInTheLeadersWords() {
        TestServer leader = server(1);
        TestServer other = server(2);

        writeThroughBothUntilForwarded(leader, other);
        long before = other.services.forwardedWrites();

        assertThatThrownBy(() -> other.kv()
                        .put(put("key", "value").toBuilder().setLease(77).build()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("NOT_FOUND: etcdserver: requested lease not found");
        assertThat(other.services.forwardedWrites()).isEqualTo(before + 1);
    }

    /** Nobody reads the log here unless there is a reason to. */
    @Test
    void ofTheLeaderReachTheOthersWithoutTheLog() {
        TestServer leader = server(1);
        TestServer other = server(2);

        leader.awaitTrue(() -> {
            long revision = leader.put("k", "v");
            return revision > 2 && other.store.revision() >= revision - 1;
        });
    }

    @Test
    void ofTheLeaderAreNotAnnouncedToThoseWhoGetThem() {
        TestServer leader = server(1);
        TestServer other = server(2);

        awaitRelay(leader, other);
    }

    @Test
    void areAnnouncedToAServerThatGetsNone() {
        TestServer leader = server(1);
        TestServer other = server(2);
        awaitRelay(leader, other);
        datastore.members.beat(Shared.member(3));

        leader.awaitTrue(() -> isAnnounced(leader, leader.put("k", "v")));

        assertThat(isAnnounced(other, other.put("k", "v"))).isTrue();
    }

    /** The stream loses what is under way. */
    @Test
    void areReadFromTheLogWhenTheStreamOfTheLeaderEnds() {
        TestServer leader = server(1);
        TestServer other = server(2);
        awaitRelay(leader, other);
        append();
        long revision = head().revision();

        leader.services.letGo();

        other.awaitTrue(() -> other.store.revision() == revision);
    }

    @Test
    void areDoneWhereTheyWereSentWhenTheLeaderStops() {
        TestServer leader = server(1);
        TestServer other = server(2);

        writeThroughBothUntilForwarded(leader, other);
        leader.services.letGo();
        for (int i = 0; i < 100; i++) {
            other.put("own", "value" + i);
        }

        assertThat(get(leader, "own", false)).startsWith("value99@");
    }

    @Test
    void areDoneWhereTheyWereSentWhenTheyAreNotTaken() {
        Member leader = leader(1, answers -> writes -> {
            var refusal = ForwardedAnswers.newBuilder();
            writes.getWritesList().forEach(write -> refusal.addAnswers(notTaken(write.getId())));
            answers.onNext(refusal.build());
        });
        TestServer other = server(2);
        assertThat(other.store.membership().leader()).isEqualTo(leader);

        await(appendElsewhereUntilForwarded(other));
        long revision = other.put("own", "value");

        assertThat(get(other, "own", false)).isEqualTo("value@" + revision);
    }

    /** As when the leader was stopped in the middle of it: what it has done nobody knows. */
    @Test
    void haveAnUnknownOutcomeWhenTheLeaderDoesNotAnswer() throws InterruptedException {
        leader(1, answers -> writes -> {});
        TestServer other = server(2);

        Future<PutResponse> unanswered = appendElsewhereUntilForwarded(other);

        try {
            unanswered.get(10, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            assertThat(e).hasRootCauseMessage("UNAVAILABLE: etcdserver: request timed out");
        } catch (TimeoutException e) {
            throw new AssertionError("no answer", e);
        }
        long revision = other.put("own", "value");
        assertThat(get(other, "own", false)).isEqualTo("value@" + revision);
    }

    /** As when every server advertises the loopback address of its machine. */
    @Test
    void areNotForwardedToSomebodyElse() {
        leader(77, answers -> writes -> answers.onError(new AssertionError("got writes")));
        TestServer other = server(2);

        for (int i = 0; i < 100; i++) {
            append();
            other.put("own", "value" + i);
        }

        assertThat(other.services.forwardedWrites()).isZero();
    }

    /** As of a server that does not know yet that history was lost: nothing of the two may get into each other. */
    @Test
    void ofAnotherStoreAreNotTakenNorToldOfEntries() throws InterruptedException {
        TestServer leader = server(1);
        var answers = new LinkedBlockingQueue<ForwardedAnswers>();
        StreamObserver<ForwardedWrites> writes = WritesGrpc.newStub(leader.channel)
                .forward(new StreamObserver<>() {
                    @Override
                    public void onNext(ForwardedAnswers message) {
                        answers.add(message);
                    }

                    @Override
                    public void onError(Throwable failure) {}

                    @Override
                    public void onCompleted() {}
                });

        for (int id = 1; id <= 2; id++) {
            leader.put("own", "value" + id);
            writes.onNext(ForwardedWrites.newBuilder()
                    .setClusterId(TestServer.CLUSTER_ID + 1)
                    .addWrites(ForwardedWrite.newBuilder()
                            .setId(id)
                            .setWrite(Write.newBuilder().setPut(put("foreign", "value"))))
                    .build());
            for (boolean told = false; !told; ) {
                ForwardedAnswers message = answers.poll(10, TimeUnit.SECONDS);
                assertThat(message).isNotNull();
                assertThat(message.getEntriesList()).isEmpty();
                told = message.getAnswersList().contains(notTaken(id));
            }
        }
        assertThat(leader.store.revision()).isEqualTo(3);
        writes.onCompleted();
    }

    /** Until what the leader appends reaches the other, and nobody has announced it. */
    private void awaitRelay(TestServer leader, TestServer other) {
        leader.awaitTrue(() -> {
            long revision = leader.put("k", "v");
            return !isAnnounced(leader, revision)
                    && leader.store.membership().members().size() > 1
                    && other.store.revision() > revision;
        });
    }

    /** What a server announces it has when it has answered one more write. */
    private boolean isAnnounced(TestServer server, long revision) {
        var _ = server.put("k", "v");
        return datastore.announced.contains(revision);
    }

    private static ForwardedAnswer notTaken(long id) {
        return ForwardedAnswer.newBuilder()
                .setId(id)
                .setNotTaken(NotTaken.getDefaultInstance())
                .build();
    }

    private TestServer server(long id) {
        var server = new TestServer(datastore, Shared.member(id));
        open.add(server);
        return server;
    }

    /**
     * A member that leads and serves nothing but the stream for writes.
     *
     * @param greeting who it says it is
     */
    private Member leader(
            long greeting, Function<StreamObserver<ForwardedAnswers>, Consumer<ForwardedWrites>> onWrites) {
        Member self = Shared.member(1);
        datastore.members.beat(self);
        try {
            Server server = InProcessServerBuilder.forName(self.clientUrls().getFirst())
                    .addService(new WritesGrpc.WritesImplBase() {
                        @Override
                        public StreamObserver<ForwardedWrites> forward(StreamObserver<ForwardedAnswers> answers) {
                            answers.onNext(ForwardedAnswers.newBuilder()
                                    .setMemberId(greeting)
                                    .build());
                            Consumer<ForwardedWrites> consumer = onWrites.apply(answers);
                            return new StreamObserver<>() {
                                @Override
                                public void onNext(ForwardedWrites writes) {
                                    consumer.accept(writes);
                                }

                                @Override
                                public void onError(Throwable failure) {}

                                @Override
                                public void onCompleted() {}
                            };
                        }
                    })
                    .build()
                    .start();
            open.add(server::shutdownNow);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return self;
    }

    /** Returns how many writes were forwarded by then. */
    private long writeThroughBothUntilForwarded(TestServer leader, TestServer other) {
        leader.awaitTrue(() -> {
            var puts = new ArrayList<Future<PutResponse>>();
            for (int i = 0; i < AT_ONCE; i++) {
                puts.add(putLater(leader, "a"));
                puts.add(putLater(other, "b"));
            }
            puts.forEach(ForwardedWritesTest::await);
            return other.services.forwardedWrites() > 0;
        });
        return other.services.forwardedWrites();
    }

    /** Returns the first write that was forwarded. */
    private Future<PutResponse> appendElsewhereUntilForwarded(TestServer server) {
        var last = new ArrayList<Future<PutResponse>>();
        server.awaitTrue(() -> {
            append();
            long before = server.services.forwardedWrites();
            Future<PutResponse> put = putLater(server, "b");
            server.awaitTrue(() -> put.isDone() || server.services.forwardedWrites() > before);
            last.add(put);
            return server.services.forwardedWrites() > before;
        });
        return last.getLast();
    }

    /** As a server would that is not told of here. */
    private void append() {
        LogPosition head = head();
        long revision = head.revision() + 1;
        var change = new Change.Put(Key.of("c" + revision), Value.of("value"), revision, 1, 0, 0);
        var entry = new LogEntry(revision, revision, List.of(change));
        datastore.log.append(head, new AppendBatch(revision, List.of(entry), List.of()));
    }

    private LogPosition head() {
        LogPosition position = LogPosition.START;
        while (datastore.log.readAfter(position, Long.MAX_VALUE) instanceof LogSlice slice
                && !slice.entries().isEmpty()) {
            LogEntry last = slice.entries().getLast();
            position = new LogPosition(last.revision(), last.batch());
        }
        return position;
    }

    private Future<PutResponse> putLater(TestServer server, String key) {
        return CompletableFuture.supplyAsync(() -> server.kv().put(put(key, "value")), threads);
    }

    private static void await(Future<PutResponse> put) {
        try {
            put.get(10, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("a put was not done", e);
        }
    }

    private static PutRequest put(String key, String value) {
        return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).build();
    }

    private static String get(TestServer server, String key, boolean serializable) {
        var kv = server.kv()
                .range(RangeRequest.newBuilder()
                        .setKey(bytes(key))
                        .setSerializable(serializable)
                        .build())
                .getKvs(0);
        return kv.getValue().toStringUtf8() + "@" + kv.getModRevision();
    }
}
