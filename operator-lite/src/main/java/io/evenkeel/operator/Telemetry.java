package io.evenkeel.operator;

import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.List;

/**
 * What Prometheus is told of the operator: Java Operator SDK's own counts, the JVM's, whether it leads, and how the resources are that
 * it looks after.
 */
final class Telemetry {

    /** Of the page that {@link #page()} returns. */
    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ConditionGauges conditions;
    private final Metrics metrics;
    // Open until the process ends: it listens to the collector.
    private final JvmGcMetrics collections = new JvmGcMetrics();

    private Telemetry(InstantSource clock) {
        Metrics counts = MicrometerMetricsV2.newBuilder(registry).build();
        // The first is the one that times.
        this.conditions = new ConditionGauges(registry, clock);
        this.metrics = new AggregatedMetrics(List.of(new TimedByOther(counts), counts, conditions));
    }

    static Telemetry ofThisProcess(InstantSource clock) {
        var telemetry = new Telemetry(clock);
        telemetry.collections.bindTo(telemetry.registry);
        new JvmMemoryMetrics().bindTo(telemetry.registry);
        new JvmThreadMetrics().bindTo(telemetry.registry);
        new ProcessorMetrics().bindTo(telemetry.registry);
        new UptimeMetrics().bindTo(telemetry.registry);
        return telemetry;
    }

    /** Where reconcilers are counted. */
    Metrics metrics() {
        return metrics;
    }

    /** Adds whether this operator is the one that works, and what it works on. */
    void observe(Leadership leadership) {
        conditions.countWhile(leadership::isHeld);
        var _ = Gauge.builder("evenkeel.operator.leading", leadership, observed -> observed.isHeld() ? 1 : 0)
                .description("Whether this operator leads: 1 for one of them, 0 for those that wait")
                .register(registry);
    }

    String page() {
        return registry.scrape();
    }
}
