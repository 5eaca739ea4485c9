package io.evenkeel.operator;

import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.evenkeel.operator.api.JoinTokenStatus;
import io.evenkeel.operator.api.KubeconfigAccessStatus;
import io.evenkeel.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.processing.Controller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What resources say of themselves, counted whenever Prometheus asks: how many of each kind have which status of a condition, and how
 * long that one has not been ready which has not been for the longest. No names, so that there are as many series with a thousand
 * control planes as with one. An operator that waits to lead hears of all of them too, and counts none: else each would count twice.
 */
final class ConditionGauges implements Metrics {

    /** Is not there where it does not hold. */
    static final String STALLED = "Stalled";

    static final List<String> OF_CONTROL_PLANES = List.of(Conditions.READY, "Available", "DataStoreReady", STALLED);
    static final List<String> OF_OTHERS = List.of(Conditions.READY);

    private static final List<String> STATUSES = List.of("true", "false", "unknown");

    private final MeterRegistry registry;
    private final InstantSource clock;
    private volatile BooleanSupplier leads = () -> false;

    ConditionGauges(MeterRegistry registry, InstantSource clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Counts nothing while this says no, nor before it is given. */
    void countWhile(BooleanSupplier leads) {
        this.leads = leads;
    }

    @Override
    public void controllerRegistered(Controller<? extends HasMetadata> controller) {
        observe(
                controller.getConfiguration().getName(),
                controller.getConfiguration().getResourceClass().equals(HostedControlPlane.class)
                        ? OF_CONTROL_PLANES
                        : OF_OTHERS,
                () -> controller
                        .getEventSourceManager()
                        .getControllerEventSource()
                        .list());
    }

    /**
     * Counts those of one kind from now on.
     *
     * @param controller what else is told of this kind has the same name
     * @param resources those that are there at the moment
     */
    void observe(String controller, List<String> conditions, Supplier<Stream<? extends HasMetadata>> resources) {
        for (String condition : conditions) {
            for (String status : STATUSES) {
                var _ = Gauge.builder(
                                "evenkeel.operator.resources",
                                () -> counted(resources)
                                        .filter(resource ->
                                                status(resource, condition).equals(status))
                                        .count())
                        .description("Resources that are looked after, by a condition and its status")
                        .tag("controller.name", controller)
                        .tag("condition", condition)
                        .tag("status", status)
                        .register(registry);
            }
        }
        var _ = Gauge.builder(
                        "evenkeel.operator.longest.unready",
                        () -> longestUnready(counted(resources)).toSeconds())
                .description(
                        "How long that resource has not been ready which has not been for the longest; 0 if all are")
                .baseUnit("seconds")
                .tag("controller.name", controller)
                .register(registry);
    }

    private Stream<? extends HasMetadata> counted(Supplier<Stream<? extends HasMetadata>> resources) {
        return leads.getAsBoolean() ? resources.get() : Stream.empty();
    }

    private static String status(HasMetadata resource, String type) {
        return find(resource, type)
                .map(condition -> condition.getStatus().toLowerCase(Locale.ROOT))
                .orElse(type.equals(STALLED) ? "false" : "unknown");
    }

    private Duration longestUnready(Stream<? extends HasMetadata> resources) {
        Instant now = clock.instant();
        return resources
                .filter(resource -> !status(resource, Conditions.READY).equals("true"))
                .map(resource -> Duration.between(unreadySince(resource), now))
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) > 0 ? a : b);
    }

    /** One that nobody has looked at yet has not been since it was made. */
    private static Instant unreadySince(HasMetadata resource) {
        return Instant.parse(find(resource, Conditions.READY)
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> resource.getMetadata().getCreationTimestamp()));
    }

    private static Optional<Condition> find(HasMetadata resource, String type) {
        return Optional.ofNullable(conditions(resource)).stream()
                .flatMap(List::stream)
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    private static @Nullable List<Condition> conditions(HasMetadata resource) {
        return switch (resource instanceof CustomResource<?, ?> custom ? custom.getStatus() : null) {
            case HostedControlPlaneStatus status -> status.conditions();
            case DataStoreStatus status -> status.conditions();
            case KubeconfigAccessStatus status -> status.conditions();
            case JoinTokenStatus status -> status.conditions();
            case null, default -> null;
        };
    }
}
