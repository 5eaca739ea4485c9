package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreSpec.Mode;
import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a control plane has of a database server and wants of it.
 *
 * @param since when it was made, as RFC 3339 has it
 * @param running controllers that there are, or are about to be
 * @param wanted controllers that its spec asks for
 */
record Demand(ResourceID plane, String since, int running, int wanted) {

    static Demand of(HostedControlPlane plane, Optional<StatefulSet> controllers) {
        return new Demand(
                ResourceID.fromResource(plane),
                plane.getMetadata().getCreationTimestamp(),
                controllers.map(set -> set.getSpec().getReplicas()).orElse(0),
                plane.isMarkedForDeletion() ? 0 : ControllerSet.replicas(plane));
    }

    /** Those of the other control planes, of all namespaces that are watched, that have a database of their own on this server. */
    static List<Demand> ofOthers(Context<HostedControlPlane> context, String server) {
        HostedControlPlane own = context.getPrimaryResource();
        Set<ResourceID> stores = source(context, DataStore.class)
                .list(store -> store.getSpec().mode() == Mode.Managed
                        && store.getStatus() != null
                        && server.equals(store.getStatus().server()))
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
        stores.add(storeOf(own));
        InformerEventSource<StatefulSet, HostedControlPlane> sets = source(context, StatefulSet.class);
        return context.getPrimaryCache()
                .list(plane -> stores.contains(storeOf(plane)) && !isSame(plane, own))
                .map(plane -> of(plane, sets.get(ResourceID.fromResource(plane))))
                .toList();
    }

    private static ResourceID storeOf(HostedControlPlane plane) {
        return new ResourceID(
                plane.getSpec().datastore().name(), plane.getMetadata().getNamespace());
    }

    private static boolean isSame(HostedControlPlane plane, HostedControlPlane other) {
        return ResourceID.fromResource(plane).equals(ResourceID.fromResource(other));
    }

    private static <T extends HasMetadata> InformerEventSource<T, HostedControlPlane> source(
            Context<HostedControlPlane> context, Class<T> type) {
        return (InformerEventSource<T, HostedControlPlane>)
                context.eventSourceRetriever().getEventSourceFor(type);
    }
}
