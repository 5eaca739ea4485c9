package io.evenkeel.assembly.metrics;

import io.evenkeel.mvcc.replica.Measurements;
import io.grpc.ServerStreamTracer;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * The metrics of one server, and the page that Prometheus reads. Most are read from where they are counted anyway when the
 * page is asked for.
 */
public final class ServerMetrics implements Measurements {

    public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS_PER_SECOND = 1e9;

    /** etcd's buckets: from 1 ms on, each twice the one before, 14 of them. */
    private static final double SHORTEST_SECONDS = 0.001;

    private static final int BUCKETS = 14;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final GrpcCounts grpc = new GrpcCounts();
    private final Histogram appends = times(
            "etcd_disk_wal_fsync_duration_seconds",
            "How long an append to the database took, commit included: what a write waits for, as for etcd's fsync");
    private final Histogram commits = times(
            "etcd_disk_backend_commit_duration_seconds", "The same: there is one commit, and it is that of the append");
    private final Histogram locks = times(
            "evenkeel_append_lock_duration_seconds",
            "How long it took to get the append lock and to read what others had appended");
    private final Histogram batches = Histogram.builder()
            .name("evenkeel_append_entries")
            .help("How many revisions an append carried")
            .classicOnly()
            .classicExponentialUpperBounds(1, 2, 10)
            .register(registry);
    private final Histogram barriers = times(
            "evenkeel_barrier_read_duration_seconds",
            "How long a read of the log took that linearizable reads waited for");

    private final Histogram watches = times(
            "evenkeel_watch_delay_seconds",
            "How long entries waited from being applied here until a stream of watches was sent their events");

    public ServerMetrics() {
        JvmMetrics.builder().register(registry);
        grpc.register(this);
    }

    private Histogram times(String name, String help) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicExponentialUpperBounds(SHORTEST_SECONDS, 2, BUCKETS)
                .register(registry);
    }

    /** A value that is asked for when the page is. */
    void gauge(String name, String help, DoubleSupplier value) {
        gauges(name, help, values -> values.call(value.getAsDouble()));
    }

    void gauges(String name, String help, Consumer<GaugeWithCallback.Callback> values, String... labels) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(values)
                .register(registry);
    }

    /** A count that is asked for when the page is and never falls while the server runs. */
    void counter(String name, String help, DoubleSupplier value) {
        counters(name, help, values -> values.call(value.getAsDouble()));
    }

    void counters(String name, String help, Consumer<CounterWithCallback.Callback> values, String... labels) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .callback(values)
                .register(registry);
    }

    /** Counts the calls of a gRPC server. */
    public ServerStreamTracer.Factory callCounter() {
        return grpc;
    }

    @Override
    public void appended(int entries, long nanos) {
        appends.observe(nanos / NANOS_PER_SECOND);
        commits.observe(nanos / NANOS_PER_SECOND);
        batches.observe(entries);
    }

    @Override
    public void locked(long nanos) {
        locks.observe(nanos / NANOS_PER_SECOND);
    }

    @Override
    public void barrierRead(int readers, long nanos) {
        barriers.observe(nanos / NANOS_PER_SECOND);
    }

    @Override
    public void watchTold(long nanos) {
        watches.observe(nanos / NANOS_PER_SECOND);
    }

    /** All of it, in Prometheus' text form. */
    public String page() {
        try (var page = new ByteArrayOutputStream()) {
            writer.write(page, registry.scrape());
            return page.toString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
