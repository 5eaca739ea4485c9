package io.evenkeel.assembly.metrics;

import io.evenkeel.api.EtcdServices;
import io.evenkeel.api.EtcdVersion;
import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.read.ValueReader;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.mvcc.write.Sequencer;
import io.evenkeel.watch.WatchHub;
import java.util.Arrays;
import java.util.function.IntSupplier;

/** What of the store, its watches and its members is worth watching. */
public final class StoreMetrics {

    private StoreMetrics() {}

    /** Adds all of it to {@code metrics}. */
    public static void register(
            ServerMetrics metrics,
            KeyValueStore store,
            WatchHub hub,
            EtcdServices services,
            IntSupplier connections,
            long quotaBytes) {
        revisions(metrics, store);
        changes(metrics, store);
        writes(metrics, store.sequencer(), services);
        calls(metrics, services, connections);
        watches(metrics, hub, store);
        members(metrics, store.membership());
        leases(metrics, store);
        values(metrics, store.values());
        metrics.gauge(
                "etcd_server_quota_backend_bytes", "How much this store may keep; 0 for any amount", () -> quotaBytes);
        metrics.gauges(
                "etcd_mvcc_db_total_size_in_bytes",
                "Size of the tables in the database",
                values -> services.size().ifPresent(size -> values.call((double) size)));
        metrics.gauge(
                "etcd_mvcc_db_total_size_in_use_in_bytes",
                "How much this store keeps: what the quota is compared with",
                store::keptBytes);
        metrics.gauges(
                "etcd_server_version",
                "The version that clients are told",
                values -> values.call(1, EtcdVersion.SERVER),
                "server_version");
        metrics.gauges(
                "etcd_cluster_version",
                "The version that clients are told the cluster has, without its patch",
                values -> values.call(1, EtcdVersion.CLUSTER_MINOR),
                "cluster_version");
        metrics.gauges(
                "evenkeel_alarm_raised",
                "Whether an alarm is raised, by any member",
                values -> Arrays.stream(Alarm.Kind.values())
                        .forEach(kind -> values.call(store.alarms().isRaised(kind) ? 1 : 0, kind.name())),
                "alarm");
    }

    private static void revisions(ServerMetrics metrics, KeyValueStore store) {
        metrics.gauge("etcd_debugging_mvcc_current_revision", "The revision applied here", store::revision);
        metrics.gauge(
                "etcd_debugging_mvcc_compact_revision",
                "The compacted revision; -1 when nothing was compacted",
                store::compactedRevision);
        metrics.gauge(
                "etcd_debugging_mvcc_keys_total",
                "Keys in the index, deleted ones included until compaction",
                () -> store.tailer().applied().index().size());
        metrics.gauge(
                "etcd_server_proposals_applied_total", "Revisions applied, as a raft index would be", store::revision);
        metrics.gauge(
                "evenkeel_head_revision",
                "The newest revision that the log is known to have; more than what is applied while the rest is being read",
                () -> store.tailer().head());
        metrics.counter(
                "evenkeel_entries_of_others_total",
                "Revisions that other servers appended",
                () -> store.tailer().entriesRead());
    }

    private static void changes(ServerMetrics metrics, KeyValueStore store) {
        var changes = new AppliedChanges();
        store.addListener(changes);
        metrics.counter("etcd_mvcc_put_total", "Puts applied here, whoever wrote them", changes::puts);
        metrics.counter("etcd_mvcc_delete_total", "Keys deleted here, whoever deleted them", changes::deletes);
        metrics.gauge(
                "etcd_debugging_mvcc_total_put_size_in_bytes",
                "Bytes of keys and values put here, whoever wrote them",
                changes::putBytes);
    }

    private static void writes(ServerMetrics metrics, Sequencer sequencer, EtcdServices services) {
        metrics.gauge(
                "etcd_server_proposals_committed_total",
                "Writes answered",
                () -> sequencer.counts().mutations());
        metrics.gauge(
                "etcd_server_proposals_pending",
                "Writes that wait",
                () -> sequencer.counts().waiting());
        metrics.counter(
                "etcd_server_proposals_failed_total",
                "Writes that failed at the database, or with an unknown outcome",
                () -> sequencer.counts().failed());
        metrics.counter(
                "evenkeel_appends_total",
                "Batches appended",
                () -> sequencer.counts().batches());
        metrics.counter(
                "evenkeel_append_conflicts_total",
                "Appends that another server was faster than",
                () -> sequencer.counts().conflicts());
        metrics.counter(
                "evenkeel_append_locks_total",
                "Batches for which the append lock was taken, because other servers append too",
                () -> sequencer.counts().locks());
        metrics.counter(
                "evenkeel_append_unknown_total",
                "Appends whose outcome was unknown and had to be settled",
                () -> sequencer.counts().unknown());
        metrics.counter(
                "evenkeel_forwarded_writes_total",
                "Writes that the leader did for this server",
                services::forwardedWrites);
    }

    private static void calls(ServerMetrics metrics, EtcdServices services, IntSupplier connections) {
        metrics.gauge("evenkeel_client_connections", "Connections of clients", connections::getAsInt);
        metrics.gauge("evenkeel_open_calls", "Calls of clients that are open, streams included", services::openCalls);
        metrics.gauge(
                "evenkeel_answers_in_flight_bytes",
                "What answers take that clients do not have yet",
                services::answerBytes);
        metrics.gauge(
                "evenkeel_calls_waiting_for_room",
                "Calls that wait for room for their answers",
                services::callsWaitingForRoom);
    }

    private static void watches(ServerMetrics metrics, WatchHub hub, KeyValueStore store) {
        metrics.gauge(
                "etcd_debugging_mvcc_watch_stream_total",
                "Watch streams",
                () -> hub.counts().sessions());
        metrics.gauge(
                "etcd_debugging_mvcc_watcher_total",
                "Watches",
                () -> hub.counts().live() + hub.counts().catchingUp());
        metrics.gauge(
                "etcd_debugging_mvcc_slow_watcher_total",
                "Watches that are behind",
                () -> hub.counts().catchingUp());
        metrics.counter(
                "etcd_debugging_mvcc_events_total",
                "Events handed to streams",
                () -> hub.counts().eventsSent());
        metrics.counter(
                "evenkeel_watch_progress_total",
                "Progress messages handed to streams",
                () -> hub.counts().progressSent());
        metrics.counter(
                "evenkeel_watch_fallen_behind_total",
                "Times that a watch fell behind",
                () -> hub.counts().fallenBehind());
        metrics.counter(
                "evenkeel_watch_log_reads_total",
                "Reads of the log for watches that were behind",
                () -> hub.counts().logReads());
        metrics.gauge(
                "evenkeel_watch_untold_revisions",
                "Revisions applied that watches have not been told of yet",
                () -> Math.max(0, store.revision() - hub.counts().revision()));
    }

    private static void leases(ServerMetrics metrics, KeyValueStore store) {
        metrics.gauge(
                "evenkeel_leases_with_keys",
                "Leases that keys hang on",
                () -> store.tailer().applied().index().attachments().leases());
        metrics.counter(
                "etcd_debugging_lease_granted_total",
                "Leases that this server granted",
                () -> store.lessor().counts().granted());
        metrics.counter(
                "etcd_debugging_lease_renewed_total",
                "Keepalives that this server answered",
                () -> store.lessor().counts().renewed());
        metrics.counter(
                "etcd_debugging_lease_revoked_total",
                "Leases that this server revoked, expired ones included",
                () -> store.lessor().counts().revoked() + store.expiredLeases());
        metrics.counter(
                "etcd_debugging_server_lease_expired_total",
                "Leases that this server, the leader at the time, revoked because they had expired",
                store::expiredLeases);
    }

    private static void values(ServerMetrics metrics, ValueReader values) {
        metrics.counter(
                "evenkeel_value_cache_hits_total",
                "Values that were looked for and at hand",
                () -> values.counts().hits());
        metrics.counter(
                "evenkeel_value_cache_misses_total",
                "Values that were looked for and had to be read from the database",
                () -> values.counts().misses());
        metrics.gauge(
                "evenkeel_value_cache_bytes",
                "About how much memory the values at hand take",
                () -> values.counts().sizeBytes());
    }

    private static void members(ServerMetrics metrics, Membership membership) {
        metrics.gauge("etcd_server_has_leader", "Whether there is a leader: always, this one at least", () -> 1);
        metrics.gauge("etcd_server_is_leader", "Whether this server leads", () -> membership.leads() ? 1 : 0);
        metrics.counter("etcd_server_leader_changes_seen_total", "Changes of the leader", membership::leaderChanges);
        metrics.gauge("etcd_server_is_learner", "Whether this server is a learner: never", () -> 0);
        metrics.gauge(
                "evenkeel_members",
                "Servers of the store that are alive",
                () -> membership.members().size());
        metrics.counter(
                "evenkeel_missed_beats_total",
                "Times that this server could not tell the database that it is alive",
                membership::outages);
        metrics.gauges(
                "etcd_server_id",
                "This server's member id",
                values -> values.call(1, Long.toHexString(membership.self().id())),
                "server_id");
    }
}
