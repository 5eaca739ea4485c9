package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus.Servers;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes the servers that the control planes of a DataStore share while there is one that uses them, and takes them away after the
 * last. What leads to them and what they are known by stays for the next one, and goes with the DataStore.
 */
final class SharedServing {

    private final DataStore store;
    private final Context<DataStore> context;
    private final Children children;
    private final InstantSource clock;

    SharedServing(DataStore store, Context<DataStore> context, InstantSource clock) {
        this.store = store;
        this.context = context;
        this.children = new Children(context);
        this.clock = clock;
    }

    /**
     * Makes them what they should be. While nothing is known of a database they stay as they are.
     *
     * @return empty when there are to be none
     */
    Optional<Servers> settle(Lookup lookup, Images images) {
        Optional<SharedServers> shared = SharedServers.of(store);
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        var names = new SharedNames(store, planes());
        Optional<StatefulSet> current =
                children.read(StatefulSet.class, shared.get().name());
        if (names.planes().isEmpty()) {
            current.filter(set -> names.own(set.getMetadata()))
                    .ifPresent(unused -> context.getClient().resource(unused).delete());
            return Optional.empty();
        }
        var set = new SharedSet(names, shared.get());
        Signer authority = authority(names, shared.get());
        return (lookup instanceof Lookup.Found(Connection connection, var _)
                        ? Optional.of(apply(set, names, shared.get(), authority, connection, images))
                        : current)
                .map(found -> new Servers(
                        set.replicas(),
                        Optional.ofNullable(found.getStatus())
                                .map(StatefulSetStatus::getReadyReplicas)
                                .orElse(0),
                        authority.authority().fingerprint()));
    }

    /** Those that use it, by the API server and not by the cache, which is emptied when the operator stops. */
    private List<HostedControlPlane> planes() {
        return context
                .getClient()
                .resources(HostedControlPlane.class)
                .inNamespace(store.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(plane -> plane.getSpec()
                        .datastore()
                        .name()
                        .equals(store.getMetadata().getName()))
                .sorted(Comparator.comparing(plane -> plane.getMetadata().getName()))
                .toList();
    }

    /** Made anew when it was lost: nobody knows it but the servers and those controllers, which then get other certificates. */
    private Signer authority(SharedNames names, SharedServers servers) {
        KeyMaterial material = children.read(Secret.class, servers.authority())
                .flatMap(Signer::of)
                .map(Signer::material)
                .orElseGet(() -> Authority.create("evenkeel-servers", clock.instant()));
        Secret secret = ServerCertificate.secret(names.owned(servers.authority()), material.entries());
        return Signer.of(children.apply(Secret.class, secret)).orElseThrow();
    }

    private StatefulSet apply(
            SharedSet set,
            SharedNames names,
            SharedServers servers,
            Signer authority,
            Connection connection,
            Images images) {
        var _ = children.apply(Service.class, set.clients());
        var _ = children.apply(Service.class, set.peers());
        var _ = children.apply(PodDisruptionBudget.class, set.budget());
        var _ = children.apply(
                Secret.class,
                ServerCertificate.signed(
                        names.owned(servers.certificate()),
                        authority,
                        List.of(servers.dnsName(servers.name()), "*." + servers.dnsName(servers.peers())),
                        children.read(Secret.class, servers.certificate()),
                        clock.instant()));
        return children.apply(StatefulSet.class, set.servers(images, connection));
    }
}
