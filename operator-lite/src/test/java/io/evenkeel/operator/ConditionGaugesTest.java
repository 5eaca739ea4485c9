package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConditionGaugesTest {

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String PLANES = "hostedcontrolplane";
    private static final String STORES = "datastore";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<HasMetadata> planes = new ArrayList<>();
    private final List<HasMetadata> stores = new ArrayList<>();
    private boolean leading = true;

    ConditionGaugesTest() {
        var gauges = new ConditionGauges(registry, InstantSource.fixed(NOW));
        gauges.observe(PLANES, ConditionGauges.OF_CONTROL_PLANES, planes::stream);
        gauges.countWhile(() -> leading);
        gauges.observe(STORES, ConditionGauges.OF_OTHERS, stores::stream);
    }

    @Test
    void countsEachKindByConditionAndStatus() {
        planes.add(plane(ready("True", 10), condition("DataStoreReady", "True", 10)));
        planes.add(plane(ready("False", 10), condition("Stalled", "True", 10)));
        planes.add(plane(ready("False", 10)));
        stores.add(store(ready("False", 10)));

        assertThat(count(PLANES, "Ready", "true")).isEqualTo(1);
        assertThat(count(PLANES, "Ready", "false")).isEqualTo(2);
        assertThat(count(PLANES, "Ready", "unknown")).isZero();
        assertThat(count(PLANES, "DataStoreReady", "true")).isEqualTo(1);
        assertThat(count(PLANES, "DataStoreReady", "unknown")).isEqualTo(2);
        assertThat(count(STORES, "Ready", "true")).isZero();
        assertThat(count(STORES, "Ready", "false")).isEqualTo(1);
    }

    @Test
    void whatDoesNotSayThatItIsStalledIsNot() {
        planes.add(plane(ready("False", 10), condition("Stalled", "True", 10)));
        planes.add(plane(ready("True", 10)));

        assertThat(count(PLANES, "Stalled", "true")).isEqualTo(1);
        assertThat(count(PLANES, "Stalled", "false")).isEqualTo(1);
        assertThat(count(PLANES, "Stalled", "unknown")).isZero();
    }

    @Test
    void tellsForHowLongTheLongestOneHasNotBeenReady() {
        assertThat(longestUnready(PLANES)).isEqualTo(Duration.ZERO);

        planes.add(plane(ready("True", 600)));
        planes.add(plane(ready("False", 50)));
        planes.add(plane(ready("Unknown", 70)));
        planes.add(plane(ready("False", 60)));
        stores.add(store(ready("False", 80)));

        assertThat(longestUnready(PLANES)).isEqualTo(Duration.ofMinutes(70));
        assertThat(longestUnready(STORES)).isEqualTo(Duration.ofMinutes(80));
    }

    @Test
    void oneThatNobodyHasLookedAtIsNotReadySinceItWasMade() {
        planes.add(withMetadata(new HostedControlPlane()));

        assertThat(count(PLANES, "Ready", "unknown")).isEqualTo(1);
        assertThat(count(PLANES, "Stalled", "false")).isEqualTo(1);
        assertThat(longestUnready(PLANES)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void countsNothingWhileAnotherLeads() {
        planes.add(plane(ready("False", 10)));
        assertThat(count(PLANES, "Ready", "false")).isEqualTo(1);

        leading = false;

        assertThat(count(PLANES, "Ready", "false")).isZero();
        assertThat(longestUnready(PLANES)).isEqualTo(Duration.ZERO);
    }

    @Test
    void hasAsManySeriesHoweverManyResourcesThereAre() {
        List<Meter.Id> before = ids();
        for (int i = 0; i < 100; i++) {
            planes.add(plane(ready(i % 2 == 0 ? "True" : "False", i)));
        }

        assertThat(count(PLANES, "Ready", "true")).isEqualTo(50);
        assertThat(ids()).isEqualTo(before);
    }

    private List<Meter.Id> ids() {
        return registry.getMeters().stream().map(Meter::getId).toList();
    }

    private int count(String controller, String condition, String status) {
        return (int) registry.get("evenkeel.operator.resources")
                .tags("controller.name", controller, "condition", condition, "status", status)
                .gauge()
                .value();
    }

    private Duration longestUnready(String controller) {
        return Duration.ofSeconds((long) registry.get("evenkeel.operator.longest.unready")
                .tags("controller.name", controller)
                .gauge()
                .value());
    }

    private static HostedControlPlane plane(Condition... conditions) {
        HostedControlPlane plane = withMetadata(new HostedControlPlane());
        plane.setStatus(new HostedControlPlaneStatus(
                1L, null, null, null, null, null, null, null, null, null, List.of(conditions)));
        return plane;
    }

    private static DataStore store(Condition... conditions) {
        DataStore store = withMetadata(new DataStore());
        store.setStatus(new DataStoreStatus(1L, null, null, null, List.of(conditions)));
        return store;
    }

    private static <T extends HasMetadata> T withMetadata(T resource) {
        resource.setMetadata(new ObjectMetaBuilder()
                .withName("one")
                .withCreationTimestamp(NOW.minus(Duration.ofDays(1)).toString())
                .build());
        return resource;
    }

    private static Condition ready(String status, int minutes) {
        return condition("Ready", status, minutes);
    }

    private static Condition condition(String type, String status, int minutes) {
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withLastTransitionTime(NOW.minus(Duration.ofMinutes(minutes)).toString())
                .build();
    }
}
