package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.CompactionRequest;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.LeaseRevokeRequest;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.StatusRequest;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.e2e.differential.Step.Call;
import io.evenkeel.e2e.differential.Step.CancelWatch;
import io.evenkeel.e2e.differential.Step.CompareWatches;
import io.evenkeel.e2e.differential.Step.EmptyWatchRequest;
import io.evenkeel.e2e.differential.Step.EndStream;
import io.evenkeel.e2e.differential.Step.OpenWatch;
import io.evenkeel.e2e.differential.Step.PassingLease;
import io.evenkeel.e2e.differential.Step.RequestProgress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One sequence of steps played on two fresh servers, side by side. Throws the first {@link Difference}. */
final class DifferentialRun implements AutoCloseable {

    private static final int MAX_HALF_CLOSED = 2;

    private final Player reference;
    private final Player tested;
    private final boolean unaskedPrevKvAllowed;
    private final World world = new World();
    private final List<Step> played = new ArrayList<>();
    private final Recorder recorder;
    private final Map<StreamKind, TwinStream> streams = new EnumMap<>(StreamKind.class);
    private final List<TwinStream> halfClosed = new ArrayList<>();

    /** @param unaskedPrevKvAllowed whether the tested server, too, is an etcd, which sends prev_kv to some that did not ask */
    DifferentialRun(Player reference, Player tested, boolean unaskedPrevKvAllowed) {
        this.reference = reference;
        this.tested = tested;
        this.unaskedPrevKvAllowed = unaskedPrevKvAllowed;
        this.recorder = new Recorder(new TwinStream(StreamKind.LIVE, reference, tested, unaskedPrevKvAllowed));
    }

    void play(StepSource source, int steps) {
        recorder.open();
        for (int i = 0; i < steps; i++) {
            Step step = source.next(world);
            played.add(step);
            play(step);
        }
        finish();
    }

    /** The steps so far; the last one is the one that made the difference, if there was one. */
    List<Step> played() {
        return played;
    }

    @Override
    public void close() {
        reference.close();
        tested.close();
    }

    private void play(Step step) {
        switch (step) {
            case Call(Rpc _, HashKVRequest request) -> compareHash(request.getRevision());
            case Call(Rpc _, CompactionRequest request) -> {
                awaitInStep();
                call(Rpc.COMPACT, request);
            }
            case Call(Rpc rpc, Message request) -> call(rpc, request);
            case PassingLease(LeaseGrantRequest request) -> passLease(request);
            case OpenWatch(StreamKind wish, WatchCreateRequest request) -> openWatch(wish, request);
            case CancelWatch(StreamKind kind, long watchId) -> {
                settle();
                stream(kind).cancel(watchId, world.head());
                world.learnWatches(kind, stream(kind).openWatches());
            }
            case RequestProgress(StreamKind kind) -> requestProgress(stream(kind));
            case EmptyWatchRequest(StreamKind kind) -> stream(kind).sendEmptyRequest();
            case EndStream(StreamKind kind, boolean halfClose) -> endStream(kind, halfClose);
            case CompareWatches() -> settle();
        }
    }

    private Answer call(Rpc rpc, Message request) {
        CompletableFuture<Answer> left = reference.call(rpc, request);
        CompletableFuture<Answer> right = tested.call(rpc, request);
        Answer expected = Freedoms.canonical(rpc, request, left.join());
        Answer actual = Freedoms.levelled(expected, Freedoms.canonical(rpc, request, right.join()));
        if (!expected.equals(actual)) {
            throw new Difference(
                    expected.isOk() && actual.isOk()
                            ? MessageDiff.of(expected.message(), actual.message())
                            : "reference: " + expected + "\ntested:    " + actual);
        }
        world.learn(rpc, request, expected);
        return left.join();
    }

    private void compareHash(long revision) {
        if (!world.hasStoredHash(revision)) {
            call(Rpc.HASH_KV, HashKVRequest.newBuilder().setRevision(revision).build());
        }
    }

    /** The ids differ when the servers choose them, so the lease must be gone before anything can hang on it. */
    private void passLease(LeaseGrantRequest request) {
        CompletableFuture<Answer> left = reference.call(Rpc.LEASE_GRANT, request);
        CompletableFuture<Answer> right = tested.call(Rpc.LEASE_GRANT, request);
        Answer expected = left.join();
        Answer actual = right.join();
        if (!Freedoms.canonicalGrant(request, expected).equals(Freedoms.canonicalGrant(request, actual))) {
            throw new Difference("reference: " + expected + "\ntested:    " + actual);
        }
        if (expected.isOk()) {
            CompletableFuture<Answer> gone = reference.call(Rpc.LEASE_REVOKE, revocation(expected));
            Answer alsoGone = tested.call(Rpc.LEASE_REVOKE, revocation(actual)).join();
            if (!gone.join().isOk() || !alsoGone.isOk()) {
                throw new Difference("not revoked: " + gone.join() + " and " + alsoGone);
            }
        }
    }

    private static LeaseRevokeRequest revocation(Answer grant) {
        long id = ((LeaseGrantResponse) grant.message()).getID();
        return LeaseRevokeRequest.newBuilder().setID(id).build();
    }

    private void openWatch(StreamKind wish, WatchCreateRequest request) {
        long start = request.getStartRevision();
        boolean doomed = start > 0 && start < world.compacted();
        boolean past = start > 0 && start <= world.head();
        StreamKind kind = doomed ? StreamKind.DOOMED : past ? StreamKind.PAST : start == 0 ? wish : StreamKind.LIVE;
        stream(kind).open(request, world.compacted());
        world.learnWatches(kind, stream(kind).openWatches());
    }

    private void requestProgress(TwinStream stream) {
        if (stream.mustAnswerProgress(world.head())) {
            stream.awaitProgress(world.head());
        } else {
            stream.requestProgress();
        }
    }

    private void endStream(StreamKind kind, boolean halfClose) {
        awaitInStep();
        TwinStream stream = stream(kind);
        streams.remove(kind);
        world.learnWatches(kind, List.of());
        if (!halfClose) {
            stream.cancelStream();
            return;
        }
        stream.halfClose();
        halfClosed.add(stream);
        if (halfClosed.size() > MAX_HALF_CLOSED) {
            halfClosed.removeFirst().cancelStream();
        }
    }

    /** Waits until no watch is still catching up: a compaction could overtake it on one server and not on the other. */
    private void awaitInStep() {
        settle();
        for (TwinStream stream : streams.values()) {
            if (stream.mustAnswerProgress(world.head())) {
                stream.awaitProgress(world.head());
            }
        }
    }

    private void settle() {
        List<Event> history = recorder.upTo(world.head());
        world.learnHistory(history);
        streams.values().forEach(stream -> stream.settle(history, world.head()));
        halfClosed.forEach(stream -> stream.settle(history, world.head()));
    }

    private TwinStream stream(StreamKind kind) {
        return streams.computeIfAbsent(kind, it -> new TwinStream(it, reference, tested, unaskedPrevKvAllowed));
    }

    /** Compares all that is left: the whole content, the leases, and the hash over every revision. */
    private void finish() {
        awaitInStep();
        call(Rpc.RANGE, everything());
        call(Rpc.LEASE_LEASES, LeaseLeasesRequest.getDefaultInstance());
        for (long lease : world.leases()) {
            call(
                    Rpc.LEASE_TIME_TO_LIVE,
                    LeaseTimeToLiveRequest.newBuilder()
                            .setID(lease)
                            .setKeys(true)
                            .build());
        }
        compareHash(0);
        compareHash(world.head());
        call(Rpc.STATUS, StatusRequest.getDefaultInstance());
        if (world.head() > world.compacted()) {
            call(
                    Rpc.COMPACT,
                    CompactionRequest.newBuilder()
                            .setRevision(world.head())
                            .setPhysical(true)
                            .build());
            compareHash(0);
            call(Rpc.RANGE, everything());
        }
    }

    private static RangeRequest everything() {
        return RangeRequest.newBuilder()
                .setKey(KeySpace.ZERO)
                .setRangeEnd(KeySpace.ZERO)
                .build();
    }
}
