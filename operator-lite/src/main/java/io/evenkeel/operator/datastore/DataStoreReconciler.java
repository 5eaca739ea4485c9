package io.evenkeel.operator.datastore;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreSpec;
import io.evenkeel.operator.api.DataStoreSpec.Tls;
import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.status.Conditions;
import io.evenkeel.operator.status.StatusPatch;
import io.evenkeel.operator.tenant.DatabaseServerException;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector.Field;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Says of each {@link DataStore} whether its Secret has what servers need, and where the operator itself makes databases, whether it
 * reaches the server. Whoever uses a DataStore hears by its status of changes of its Secrets.
 */
@ControllerConfiguration(
        name = "datastore",
        fieldManager = "evenkeel-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
public final class DataStoreReconciler implements Reconciler<DataStore> {

    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(5);

    /** A database server tells nobody of its end. */
    private static final Duration WHILE_ALL_IS_WELL = Duration.ofMinutes(1);

    /** Large ones that nobody names: not to be kept in memory. */
    private static final FieldSelector NO_RELEASES = new FieldSelector(new Field("type", "helm.sh/release.v1", true));

    private final InstantSource clock;

    public DataStoreReconciler(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UpdateControl<DataStore> reconcile(DataStore store, Context<DataStore> context) {
        Optional<DataStoreStatus> before = Optional.ofNullable(store.getStatus());
        Long generation = store.getMetadata().getGeneration();
        var conditions = new Conditions(before.map(DataStoreStatus::conditions).orElse(null), generation, clock);
        Optional<Secret> secret = Lookup.secret(
                context.getClient(),
                store.getMetadata().getNamespace(),
                store.getSpec().connectionSecretRef().name());
        Finding finding = look(Lookup.of(context.getClient(), store, secret));
        conditions.add(Conditions.READY, finding.ready(), finding.reason(), finding.message());
        var status = new DataStoreStatus(
                generation,
                Optional.ofNullable(finding.server())
                        .or(() -> before.map(DataStoreStatus::server))
                        .orElse(null),
                secret.map(found -> found.getMetadata().getResourceVersion()).orElse(null),
                conditions.toList());
        UpdateControl<DataStore> update = before.filter(status::equals).isPresent()
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new DataStore(), store, status));
        return update.rescheduleAfter(finding.ready() ? WHILE_ALL_IS_WELL : UNTIL_NEXT_LOOK);
    }

    /** What was found. */
    private record Finding(
            boolean ready,
            String reason,
            String message,
            @Nullable String server) {}

    private static Finding look(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found(Connection connection) ->
                new Finding(true, "SecretComplete", "the Secret has all that servers need", connection.server());
            case Lookup.Missing(var _, String reason, String message) -> new Finding(false, reason, message, null);
            case Lookup.Managed managed -> ask(managed);
        };
    }

    private static Finding ask(Lookup.Managed managed) {
        String server = managed.admin().server();
        try {
            var _ = managed.server().connections();
            return new Finding(true, "Reachable", "the operator reaches the database server", server);
        } catch (DatabaseServerException e) {
            return new Finding(false, Lookup.UNAVAILABLE, String.valueOf(e.getMessage()), server);
        }
    }

    @Override
    public List<EventSource<?, DataStore>> prepareEventSources(EventSourceContext<DataStore> context) {
        return List.of(new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, DataStore.class)
                        .withNamespacesInheritedFromController()
                        .withFieldSelector(NO_RELEASES)
                        .withSecondaryToPrimaryMapper(secret -> context.getPrimaryCache()
                                .list(
                                        secret.getMetadata().getNamespace(),
                                        store -> secrets(store)
                                                .contains(secret.getMetadata().getName()))
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .<DataStore>withPrimaryToSecondaryMapper(store -> secrets(store).stream()
                                .map(name ->
                                        new ResourceID(name, store.getMetadata().getNamespace()))
                                .collect(Collectors.toSet()))
                        .build(),
                context));
    }

    /** The names of those that it refers to. */
    private static Set<String> secrets(DataStore store) {
        DataStoreSpec spec = store.getSpec();
        var names = new HashSet<String>();
        names.add(spec.connectionSecretRef().name());
        Optional.ofNullable(spec.tls()).map(Tls::caSecretRef).ifPresent(authorities -> names.add(authorities.name()));
        return names;
    }
}
