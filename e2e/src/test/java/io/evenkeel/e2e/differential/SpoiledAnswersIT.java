package io.evenkeel.e2e.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.HashKVResponse;
import io.evenkeel.api.proto.LeaseKeepAliveResponse;
import io.evenkeel.api.proto.LeaseLeasesResponse;
import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.PutResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import io.evenkeel.api.proto.StatusResponse;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** That the differential test can fail: one answer of an etcd is spoiled on its way, and the comparison must find it. */
class SpoiledAnswersIT {

    /** From one end of what is free to beyond the other: the servers themselves may be that far from each other. */
    private static final long TOO_FAR = 2 * Freedoms.LEASE_SECONDS + 1;

    private static final int STEPS = 1000;
    private static final int SEEDS = 5;

    @TestFactory
    Stream<DynamicTest> findsOneSpoiledAnswer() {
        return Stream.of(
                fault(
                        "a range counting one too many",
                        Spoiler.of(
                                RangeResponse.class,
                                it -> one(it.toBuilder()
                                        .setCount(it.getCount() + 1)
                                        .build()))),
                fault(
                        "a range denying more",
                        Spoiler.of(
                                RangeResponse.class,
                                it -> only(
                                        it.getMore(),
                                        () -> it.toBuilder().setMore(false).build()))),
                fault("a range with an old header", Spoiler.of(RangeResponse.class, it -> one(withOldHeader(it)))),
                fault(
                        "a range with a wrong version",
                        Spoiler.of(RangeResponse.class, it -> only(it.getKvsCount() > 1, () -> withWrongVersion(it)))),
                fault(
                        "a stream without its header",
                        Spoiler.of(
                                RangeStreamResponse.class,
                                it -> only(it.getRangeResponse().hasHeader(), () -> withoutHeader(it)))),
                fault(
                        "a put without prev_kv",
                        Spoiler.of(
                                PutResponse.class,
                                it -> only(
                                        it.hasPrevKv(),
                                        () -> it.toBuilder().clearPrevKv().build()))),
                fault(
                        "a delete of one too many",
                        Spoiler.of(
                                DeleteRangeResponse.class,
                                it -> one(it.toBuilder()
                                        .setDeleted(it.getDeleted() + 1)
                                        .build()))),
                fault(
                        "a transaction with an answer too few",
                        Spoiler.of(
                                TxnResponse.class,
                                it -> only(
                                        it.getResponsesCount() > 1,
                                        () -> it.toBuilder()
                                                .removeResponses(it.getResponsesCount() - 1)
                                                .build()))),
                fault(
                        "a transaction on the wrong branch",
                        Spoiler.of(
                                TxnResponse.class,
                                it -> one(it.toBuilder()
                                        .setSucceeded(!it.getSucceeded())
                                        .build()))),
                fault(
                        "a lease seconds off",
                        Spoiler.of(
                                LeaseTimeToLiveResponse.class,
                                it -> only(
                                        it.getTTL() > 0,
                                        () -> it.toBuilder()
                                                .setTTL(it.getTTL() - TOO_FAR)
                                                .build()))),
                fault(
                        "a lease without a key",
                        Spoiler.of(
                                LeaseTimeToLiveResponse.class,
                                it -> only(
                                        it.getKeysCount() > 0,
                                        () -> it.toBuilder().clearKeys().build()))),
                fault(
                        "a lease too few",
                        Spoiler.of(
                                LeaseLeasesResponse.class,
                                it -> only(
                                        it.getLeasesCount() > 0,
                                        () -> it.toBuilder().removeLeases(0).build()))),
                fault(
                        "a keepalive of a lease that is gone",
                        Spoiler.of(
                                LeaseKeepAliveResponse.class,
                                it -> only(
                                        it.getTTL() == 0,
                                        () -> it.toBuilder().setTTL(1000).build()))),
                fault(
                        "another hash",
                        Spoiler.of(
                                HashKVResponse.class,
                                it -> one(
                                        it.toBuilder().setHash(it.getHash() + 1).build()))),
                fault(
                        "another hash revision",
                        Spoiler.of(
                                HashKVResponse.class,
                                it -> one(it.toBuilder()
                                        .setHashRevision(it.getHashRevision() + 1)
                                        .build()))),
                fault(
                        "a status without a leader",
                        Spoiler.of(
                                StatusResponse.class,
                                it -> one(it.toBuilder().clearLeader().build()))),
                fault("another error text", Spoiler.ofStatus(it -> refusal(it, it.withDescription("no")))),
                fault(
                        "another error code",
                        Spoiler.ofStatus(it -> refusal(it, Status.INTERNAL.withDescription(it.getDescription())))),
                fault(
                        "an error in place of an answer",
                        Spoiler.ofStatus(it -> it.isOk() ? Optional.of(Status.UNAVAILABLE) : Optional.empty())),
                fault("a lost event", onEvents(it -> List.of())),
                fault("an event sent twice", onEvents(it -> List.of(it, it))),
                fault(
                        "a watch without prev_kv",
                        Spoiler.of(
                                WatchResponse.class,
                                it -> only(
                                        it.getEventsList().stream().anyMatch(Event::hasPrevKv),
                                        () -> withoutPrevKv(it)))),
                fault(
                        "events of one revision in another order",
                        Spoiler.of(
                                WatchResponse.class,
                                it -> only(
                                        isOneRevision(it),
                                        () -> withEvents(it, it.getEventsList().reversed())))),
                fault(
                        "a revision in two responses",
                        Spoiler.of(
                                WatchResponse.class,
                                it -> isOneRevision(it)
                                        ? Optional.of(List.of(
                                                withEvents(
                                                        it, it.getEventsList().subList(0, 1)),
                                                withEvents(
                                                        it, it.getEventsList().subList(1, it.getEventsCount()))))
                                        : Optional.empty())),
                fault(
                        "a fragment nobody asked for",
                        onEvents(it -> List.of(it.toBuilder().setFragment(true).build()))),
                fault(
                        "progress beyond what happened",
                        Spoiler.of(WatchResponse.class, it -> only(isProgress(it), () -> withHeaderMovedBy(it, 1000)))),
                fault("progress short of what was sent", onEvents(it -> List.of(it, progressBefore(it)))),
                fault(
                        "a cancellation without a compact revision",
                        Spoiler.of(
                                WatchResponse.class,
                                it -> only(
                                        it.getCompactRevision() > 0,
                                        () -> it.toBuilder()
                                                .clearCompactRevision()
                                                .build()))),
                fault(
                        "another watch id",
                        Spoiler.of(
                                WatchResponse.class,
                                it -> only(
                                        it.getCreated() && !it.getCanceled(),
                                        () -> it.toBuilder()
                                                .setWatchId(it.getWatchId() + 50)
                                                .build()))),
                fault(
                        "another cancel reason",
                        Spoiler.of(
                                WatchResponse.class,
                                it -> only(
                                        !it.getCancelReason().isEmpty(),
                                        () -> it.toBuilder()
                                                .setCancelReason("no")
                                                .build()))));
    }

    private static DynamicTest fault(String name, Spoiler spoiler) {
        return DynamicTest.dynamicTest(name, () -> {
            for (long seed = 1; seed <= SEEDS && !spoiler.hasSpoiled(); seed++) {
                Optional<Found> found = new Differential(
                                "", EtcdProcess::start, EtcdProcess::start, true, List.of(spoiler), new Shrinker())
                        .findDifference(new StepGenerator(seed), STEPS);
                assertThat(found.isPresent())
                        .as("%s: a difference found with seed %d", name, seed)
                        .isEqualTo(spoiler.hasSpoiled());
            }
            assertThat(spoiler.hasSpoiled()).as("an answer to spoil").isTrue();
        });
    }

    /** Progress that says of the events just sent that they are still to come. */
    private static WatchResponse progressBefore(WatchResponse events) {
        long before = events.getEvents(0).getKv().getModRevision() - 1;
        return withHeaderMovedBy(
                events.toBuilder().clearEvents().build(),
                before - events.getHeader().getRevision());
    }

    private static Spoiler onEvents(Function<WatchResponse, List<Object>> fault) {
        return Spoiler.of(
                WatchResponse.class, it -> it.getEventsCount() > 0 ? Optional.of(fault.apply(it)) : Optional.empty());
    }

    private static Optional<List<Object>> one(Object spoiled) {
        return Optional.of(List.of(spoiled));
    }

    private static Optional<List<Object>> only(boolean fits, Supplier<Object> spoiled) {
        return fits ? one(spoiled.get()) : Optional.empty();
    }

    private static Optional<Status> refusal(Status end, Status spoiled) {
        boolean fits = end.getCode() == Status.Code.INVALID_ARGUMENT;
        return fits ? Optional.of(spoiled) : Optional.empty();
    }

    private static RangeResponse withOldHeader(RangeResponse range) {
        RangeResponse.Builder builder = range.toBuilder();
        builder.getHeaderBuilder().setRevision(range.getHeader().getRevision() - 1);
        return builder.build();
    }

    private static RangeResponse withWrongVersion(RangeResponse range) {
        RangeResponse.Builder builder = range.toBuilder();
        builder.getKvsBuilder(1).setVersion(range.getKvs(1).getVersion() + 1);
        return builder.build();
    }

    private static RangeStreamResponse withoutHeader(RangeStreamResponse chunk) {
        RangeStreamResponse.Builder builder = chunk.toBuilder();
        builder.getRangeResponseBuilder().clearHeader();
        return builder.build();
    }

    private static WatchResponse withoutPrevKv(WatchResponse response) {
        WatchResponse.Builder builder = response.toBuilder();
        builder.getEventsBuilderList().forEach(Event.Builder::clearPrevKv);
        return builder.build();
    }

    private static boolean isOneRevision(WatchResponse response) {
        return response.getEventsCount() > 1
                && response.getEventsList().stream()
                                .map(event -> event.getKv().getModRevision())
                                .distinct()
                                .count()
                        == 1;
    }

    private static WatchResponse withEvents(WatchResponse response, List<Event> events) {
        return response.toBuilder().clearEvents().addAllEvents(events).build();
    }

    private static boolean isProgress(WatchResponse response) {
        return !response.getCreated() && !response.getCanceled() && response.getEventsCount() == 0;
    }

    private static WatchResponse withHeaderMovedBy(WatchResponse response, long revisions) {
        WatchResponse.Builder builder = response.toBuilder();
        builder.getHeaderBuilder().setRevision(response.getHeader().getRevision() + revisions);
        return builder.build();
    }
}
