package io.evenkeel.watch;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.LogEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Everything the hub is told, through its one {@link Inbox}. */
sealed interface HubMessage {

    /** @param atNanos when they were applied */
    record Applied(List<LogEntry> entries, long sizeBytes, long atNanos) implements HubMessage {}

    /** Entries were applied up to {@code revision}, but there was no room in the inbox for them. */
    record Skipped(long revision) implements HubMessage {}

    record CompactedAt(long revision) implements HubMessage {}

    record Reset(long revision) implements HubMessage {}

    record Opened(WatchSession session) implements HubMessage {}

    record Create(WatchSession session, WatchRequest request) implements HubMessage {}

    record Cancel(WatchSession session, long watchId) implements HubMessage {}

    record AskProgress(WatchSession session) implements HubMessage {}

    /** The outbox has become empty after the hub asked to be told. */
    record Drained(WatchSession session) implements HubMessage {}

    /** The stream is gone, by the client's doing or ours. */
    record Closed(WatchSession session) implements HubMessage {}

    record CloseAll(Refusal reason, CompletableFuture<Void> done) implements HubMessage {}

    record ReadEnded(CatchUpRead read, CatchUpRead.Result result) implements HubMessage {}

    record BarrierEnded(RequestedProgress.Round round, RequestedProgress.Proof proof) implements HubMessage {}
}
