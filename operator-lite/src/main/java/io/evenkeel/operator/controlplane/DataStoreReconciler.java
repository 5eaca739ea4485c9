package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreSpec;
import io.evenkeel.operator.api.DataStoreSpec.Tls;
import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.api.DataStoreStatus.Servers;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.SharedServers;
import io.evenkeel.operator.status.Conditions;
import io.evenkeel.operator.status.StatusPatch;
import io.evenkeel.operator.tenant.DatabaseServerException;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector;
import io.javaoperatorsdk.operator.api.config.informer.FieldSelector.Field;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.net.HttpURLConnection;
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
 * reaches the server. Where control planes share servers it makes those. Whoever uses a DataStore hears by its status of changes of
 * its Secrets, and of the servers.
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

    private final Images images;
    private final InstantSource clock;

    public DataStoreReconciler(Images images, InstantSource clock) {
        this.images = images;
        this.clock = clock;
    }

    @Override
    public UpdateControl<DataStore> reconcile(DataStore store, Context<DataStore> context) {
        Optional<DataStoreStatus> before = Optional.ofNullable(store.getStatus());
        Conditions conditions = conditions(store);
        Optional<Secret> secret = Lookup.secret(
                context.getClient(),
                store.getMetadata().getNamespace(),
                store.getSpec().connectionSecretRef().name());
        Lookup lookup = Lookup.of(context.getClient(), store, secret);
        Optional<Servers> servers;
        Finding finding;
        try {
            servers = new SharedServing(store, context, clock).settle(lookup, images);
            finding = look(lookup).with(servers);
        } catch (TakenException e) {
            servers = before.map(DataStoreStatus::servers);
            finding = look(lookup).with(e);
        }
        conditions.add(Conditions.READY, finding.ready(), finding.reason(), finding.message());
        var status = new DataStoreStatus(
                store.getMetadata().getGeneration(),
                Optional.ofNullable(finding.server())
                        .or(() -> before.map(DataStoreStatus::server))
                        .orElse(null),
                secret.map(found -> found.getMetadata().getResourceVersion()).orElse(null),
                servers.orElse(null),
                conditions.toList());
        UpdateControl<DataStore> update = before.filter(status::equals).isPresent()
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new DataStore(), store, status));
        return update.rescheduleAfter(finding.ready() ? WHILE_ALL_IS_WELL : UNTIL_NEXT_LOOK);
    }

    private Conditions conditions(DataStore store) {
        return new Conditions(
                Optional.ofNullable(store.getStatus())
                        .map(DataStoreStatus::conditions)
                        .orElse(null),
                store.getMetadata().getGeneration(),
                clock);
    }

    /** What was found. */
    private record Finding(
            boolean ready,
            String reason,
            String message,
            @Nullable String server) {

        /** When there are servers, none of which serves, that is what has to be said. */
        Finding with(Optional<Servers> servers) {
            return ready && servers.filter(found -> found.readyReplicas() == 0).isPresent()
                    ? new Finding(
                            false,
                            DatabaseSearch.SERVERS_NOT_READY,
                            "none of the servers that control planes share is ready",
                            server)
                    : this;
        }

        /** Servers that cannot be made as long as an object is there that is another's. */
        Finding with(TakenException taken) {
            return new Finding(false, TakenException.REASON, taken.message(), server);
        }
    }

    private static Finding look(Lookup lookup) {
        return switch (lookup) {
            case Lookup.Found(Connection connection, var _) ->
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
    public ErrorStatusUpdateControl<DataStore> updateErrorStatus(
            DataStore store, Context<DataStore> context, Exception e) {
        if (!(e instanceof KubernetesClientException refused)
                || refused.getCode() == 0
                || refused.getCode() == HttpURLConnection.HTTP_CONFLICT
                || store.getStatus() == null) {
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        Conditions conditions = conditions(store);
        conditions.add(Conditions.READY, false, "Failed", String.valueOf(e.getMessage()));
        DataStoreStatus before = store.getStatus();
        var status = new DataStoreStatus(
                before.observedGeneration(),
                before.server(),
                before.secretVersion(),
                before.servers(),
                conditions.toList());
        return status.equals(before)
                ? ErrorStatusUpdateControl.noStatusUpdate()
                : ErrorStatusUpdateControl.patchStatus(StatusPatch.of(new DataStore(), store, status));
    }

    @Override
    public List<EventSource<?, DataStore>> prepareEventSources(EventSourceContext<DataStore> context) {
        return List.of(
                secrets(context),
                planes(context),
                servers(Service.class, context),
                servers(PodDisruptionBudget.class, context),
                servers(StatefulSet.class, context));
    }

    private static InformerEventSource<Secret, DataStore> secrets(EventSourceContext<DataStore> context) {
        return new InformerEventSource<>(
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
                context);
    }

    /** That they come and go is all that matters of them: the DataStore of one cannot be changed. */
    private static InformerEventSource<HostedControlPlane, DataStore> planes(EventSourceContext<DataStore> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(HostedControlPlane.class, DataStore.class)
                        .withNamespacesInheritedFromController()
                        .withOnUpdateFilter((now, before) -> false)
                        .withSecondaryToPrimaryMapper(plane -> Set.of(new ResourceID(
                                plane.getSpec().datastore().name(),
                                plane.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    private static <T extends HasMetadata> InformerEventSource<T, DataStore> servers(
            Class<T> type, EventSourceContext<DataStore> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, DataStore.class)
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(SharedNames.STORE_LABEL)
                        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(
                                object.getMetadata().getLabels().get(SharedNames.STORE_LABEL),
                                object.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /** The names of those that it refers to, and of those that its servers have. */
    private static Set<String> secrets(DataStore store) {
        DataStoreSpec spec = store.getSpec();
        var names = new HashSet<String>();
        names.add(spec.connectionSecretRef().name());
        Optional.ofNullable(spec.tls()).map(Tls::caSecretRef).ifPresent(authorities -> names.add(authorities.name()));
        SharedServers.of(store).ifPresent(servers -> {
            names.add(servers.authority());
            names.add(servers.certificate());
        });
        return names;
    }
}
