package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.evenkeel.operator.controlplane.IdentitySecrets.Broken;
import io.evenkeel.operator.controlplane.IdentitySecrets.Complete;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.Lookup.Missing;
import io.evenkeel.operator.datastore.SharedServers;
import io.evenkeel.operator.status.StatusPatch;
import io.evenkeel.operator.version.K0sVersion;
import io.evenkeel.operator.version.UpgradeRule;
import io.evenkeel.operator.version.UpgradeRule.Accepted;
import io.evenkeel.operator.version.UpgradeRule.Decision;
import io.evenkeel.operator.version.UpgradeRule.Refused;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Makes the objects of a {@link HostedControlPlane} what its spec says, and says in its status what they are. It never writes a spec,
 * remembers nothing, and writes nothing where nothing is to be changed. Only who is to drop a database has a finalizer, so it is the
 * reconciler's and not the framework's, which would give all one.
 *
 * <p>What cannot be done stops only what depends on it: controllers that run go on running as they are.
 */
@ControllerConfiguration(
        name = HostedControlPlaneReconciler.NAME,
        fieldManager = "evenkeel-operator",
        triggerReconcilerOnAllEvents = true,
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
public final class HostedControlPlaneReconciler implements Reconciler<HostedControlPlane> {

    static final String NAME = "hostedcontrolplane";

    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(5);

    private final Images images;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Successors successors;

    /** @param random makes passwords */
    public HostedControlPlaneReconciler(
            Images images, InstantSource clock, RandomGenerator random, Successors successors) {
        this.images = images;
        this.clock = clock;
        this.random = random;
        this.successors = successors;
    }

    @Override
    public UpdateControl<HostedControlPlane> reconcile(HostedControlPlane plane, Context<HostedControlPlane> context) {
        if (context.isPrimaryResourceDeleted()) {
            return UpdateControl.noUpdate();
        }
        if (plane.isMarkedForDeletion()) {
            return end(plane, context);
        }
        try {
            return maintain(plane, context);
        } catch (TakenException e) {
            return update(plane, StatusReport.taken(plane, e, clock)).rescheduleAfter(UNTIL_NEXT_LOOK);
        }
    }

    private UpdateControl<HostedControlPlane> end(HostedControlPlane plane, Context<HostedControlPlane> context) {
        if (!plane.hasFinalizer(DatabaseFinalizer.NAME)) {
            return UpdateControl.noUpdate();
        }
        Optional<String> cluster = cluster(
                plane, new IdentitySecrets(context.getClient(), clock).ensure(plane, fingerprint(plane), false));
        return new DatabaseFinalizer(plane, context)
                .finish(new DatabaseSearch(plane, context).look(), cluster)
                .map(obstacle -> update(plane, StatusReport.failed(plane, obstacle.reason(), obstacle.message(), clock))
                        .rescheduleAfter(UNTIL_NEXT_LOOK))
                .orElseGet(UpdateControl::noUpdate);
    }

    private UpdateControl<HostedControlPlane> maintain(HostedControlPlane found, Context<HostedControlPlane> context) {
        Lookup lookup = new DatabaseSearch(found, context).look();
        HostedControlPlane plane = new DatabaseFinalizer(found, context).settle(lookup);
        var names = new Names(plane);
        var children = new Children(context);
        Service api = children.apply(Service.class, ApiServices.api(plane));
        Service konnectivity = children.apply(Service.class, ApiServices.konnectivity(plane));
        var _ = children.apply(Service.class, ApiServices.peers(plane));
        var _ = children.apply(PodDisruptionBudget.class, Budget.of(plane));

        Optional<StatefulSet> controllers = children.read(StatefulSet.class, names.controllers());
        IdentitySecrets.Outcome identity = identity(plane, context, controllers);
        var search = new DatabaseSearch(plane, context);
        Lookup.Database database = search.find(lookup, cluster(plane, identity), controllers, random);
        var findings = new Findings(
                database,
                identity,
                Endpoints.of(plane, api, konnectivity),
                decide(plane, controllers),
                database instanceof Lookup.Found ? search.allot(lookup, controllers) : Optional.empty());
        Optional<StatefulSet> deployed =
                deploy(plane, children, controllers, findings).or(() -> controllers);
        HostedControlPlane remembered = deployed.isPresent() && identity instanceof Complete complete
                ? new KnownCluster(plane).remember(complete.authority().fingerprint(), context.getClient())
                : plane;

        HostedControlPlaneStatus status = new StatusReport(remembered, findings, deployed, clock).write();
        boolean lacksSomething = database instanceof Missing
                || findings.allotment().flatMap(Allotment::refusal).isPresent();
        UpdateControl<HostedControlPlane> update = update(remembered, status);
        return lacksSomething ? update.rescheduleAfter(UNTIL_NEXT_LOOK) : update;
    }

    private static UpdateControl<HostedControlPlane> update(HostedControlPlane plane, HostedControlPlaneStatus status) {
        return status.equals(plane.getStatus())
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new HostedControlPlane(), plane, status));
    }

    private static String fingerprint(HostedControlPlane plane) {
        return new KnownCluster(plane).fingerprint().orElse("");
    }

    /** What the cluster is known by. */
    private static Optional<String> cluster(HostedControlPlane plane, IdentitySecrets.Outcome identity) {
        return Optional.of(fingerprint(plane)).filter(known -> !known.isEmpty()).or(() -> switch (identity) {
            case Complete complete -> Optional.of(complete.authority().fingerprint());
            case Broken _ -> Optional.empty();
        });
    }

    private IdentitySecrets.Outcome identity(
            HostedControlPlane plane, Context<HostedControlPlane> context, Optional<StatefulSet> controllers) {
        String known = fingerprint(plane);
        return new IdentitySecrets(context.getClient(), clock)
                .ensure(plane, known, known.isEmpty() && controllers.isEmpty());
    }

    private static Decision decide(HostedControlPlane plane, Optional<StatefulSet> controllers) {
        return UpgradeRule.decide(
                K0sVersion.parse(plane.getSpec().version()),
                controllers.flatMap(ControllerSet::version),
                status(plane).map(HostedControlPlaneStatus::version).map(K0sVersion::parse));
    }

    /** Empty when something is missing without which controllers would be none, or others than they were. */
    private Optional<StatefulSet> deploy(
            HostedControlPlane plane, Children children, Optional<StatefulSet> controllers, Findings findings) {
        Optional<K0sVersion> version = switch (findings.version()) {
            case Accepted(K0sVersion accepted) -> Optional.of(accepted);
            case Refused refused -> refused.current();
        };
        Optional<Integer> replicas =
                findings.allotment().flatMap(Allotment::refusal).isPresent()
                        ? controllers.map(set -> set.getSpec().getReplicas())
                        : Optional.of(ControllerSet.replicas(plane));
        Optional<Serving> serving = serving(children, findings.database());
        if (serving.isPresent()
                && findings.identity() instanceof Complete identity
                && findings.endpoints().isPresent()
                && version.isPresent()
                && replicas.isPresent()) {
            var names = new Names(plane);
            var _ = children.apply(
                    Secret.class,
                    ServerCertificate.of(
                            plane,
                            serving.get(),
                            identity,
                            children.read(Secret.class, names.serverCertificate()),
                            clock.instant()));
            ControllerTraffic.of(plane, serving.get())
                    .ifPresentOrElse(
                            policy -> children.apply(NetworkPolicy.class, policy),
                            () -> children.remove(NetworkPolicy.class, names.controllers()));
            String config = K0sConfig.text(plane, findings.endpoints().get(), serving.get());
            var _ = children.apply(ConfigMap.class, K0sConfig.of(plane, config));
            return Optional.of(children.apply(
                    StatefulSet.class,
                    ControllerSet.of(
                            plane,
                            images,
                            version.get(),
                            replicas.get(),
                            serving.get(),
                            identity.materials(),
                            config)));
        }
        return Optional.empty();
    }

    private static Optional<Serving> serving(Children children, Lookup.Database database) {
        return switch (database) {
            case Missing _ -> Optional.empty();
            case Lookup.Found(Connection connection, Optional<SharedServers> shared) ->
                shared.isEmpty()
                        ? Optional.of(new Serving.Beside(connection))
                        : children.find(Secret.class, shared.get().authority())
                                .filter(Ownership.ofDataStore(shared.get().datastore())::covers)
                                .flatMap(Signer::of)
                                .map(authority -> new Serving.Shared(shared.get(), authority));
        };
    }

    @Override
    public ErrorStatusUpdateControl<HostedControlPlane> updateErrorStatus(
            HostedControlPlane plane, Context<HostedControlPlane> context, Exception e) {
        if (!(e instanceof KubernetesClientException refused)
                || refused.getCode() == 0
                || refused.getCode() == HttpURLConnection.HTTP_CONFLICT) {
            // Nothing of the control plane's: a connection that broke, the operator's own end, or a change by somebody
            // else meanwhile.
            return ErrorStatusUpdateControl.noStatusUpdate();
        }
        HostedControlPlaneStatus status = StatusReport.failed(plane, "Failed", String.valueOf(e.getMessage()), clock);
        return status.equals(plane.getStatus())
                ? ErrorStatusUpdateControl.noStatusUpdate()
                : ErrorStatusUpdateControl.patchStatus(StatusPatch.of(new HostedControlPlane(), plane, status));
    }

    @Override
    public List<EventSource<?, HostedControlPlane>> prepareEventSources(
            EventSourceContext<HostedControlPlane> context) {
        return List.of(
                children(Service.class, context),
                children(Secret.class, context),
                children(ConfigMap.class, context),
                children(StatefulSet.class, context),
                children(PodDisruptionBudget.class, context),
                children(NetworkPolicy.class, context),
                dataStores(context),
                successors.among(context));
    }

    /** By their label and not by their owner: some are to outlive it. */
    private static <T extends HasMetadata> InformerEventSource<T, HostedControlPlane> children(
            Class<T> type, EventSourceContext<HostedControlPlane> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, HostedControlPlane.class)
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(Names.PLANE_LABEL)
                        .withSecondaryToPrimaryMapper(child -> Set.of(new ResourceID(
                                child.getMetadata().getLabels().get(Names.PLANE_LABEL),
                                child.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    private static InformerEventSource<DataStore, HostedControlPlane> dataStores(
            EventSourceContext<HostedControlPlane> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(DataStore.class, HostedControlPlane.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(store -> context.getPrimaryCache()
                                .list(
                                        store.getMetadata().getNamespace(),
                                        plane -> plane.getSpec()
                                                .datastore()
                                                .name()
                                                .equals(store.getMetadata().getName()))
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .<HostedControlPlane>withPrimaryToSecondaryMapper(plane -> Set.of(new ResourceID(
                                plane.getSpec().datastore().name(),
                                plane.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    private static Optional<HostedControlPlaneStatus> status(HostedControlPlane plane) {
        return Optional.ofNullable(plane.getStatus());
    }
}
