package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneSpec;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.Lookup.Managed;
import io.evenkeel.operator.datastore.Lookup.Missing;
import io.evenkeel.operator.datastore.Lookup.Outlook;
import io.evenkeel.operator.datastore.SharedServers;
import io.evenkeel.operator.tenant.ConnectionBudget;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** From the DataStore that a control plane names to the database that its servers use. */
final class DatabaseSearch {

    /** The reason where servers that are shared do not serve. */
    static final String SERVERS_NOT_READY = "ServersNotReady";

    private final HostedControlPlane plane;
    private final Context<HostedControlPlane> context;

    DatabaseSearch(HostedControlPlane plane, Context<HostedControlPlane> context) {
        this.plane = plane;
        this.context = context;
    }

    /** What the DataStore says; no database server is asked. */
    Lookup look() {
        return Lookup.named(
                context.getClient(),
                plane.getMetadata().getNamespace(),
                plane.getSpec().datastore().name());
    }

    /**
     * Finds the database, or makes it where each control plane has its own.
     *
     * @param cluster the fingerprint of the cluster's authority, if it is known
     */
    Lookup.Database find(
            Lookup lookup, Optional<String> cluster, Optional<StatefulSet> controllers, RandomGenerator random) {
        return switch (lookup) {
            case Missing missing -> missing;
            case Lookup.Found found -> {
                Optional<Missing> obstacle =
                        OwnDatabase.uselessIn(plane).or(() -> servers(found.servers(), controllers));
                yield obstacle.isPresent() ? obstacle.get() : found;
            }
            case Managed managed ->
                cluster.isPresent()
                        ? own(managed, cluster.get(), wasInUse(controllers), random)
                        : new Missing(
                                Outlook.PASSING,
                                "OwnerUnknown",
                                "a database is made for a cluster that its certificate authority tells from others");
        };
    }

    /** What is in the way of being served by servers that others share, or by some of its own; nothing as a rule. */
    private Optional<Missing> servers(Optional<SharedServers> shared, Optional<StatefulSet> controllers) {
        String store = "DataStore " + plane.getSpec().datastore().name();
        boolean othersBefore = controllers
                .map(ControllerSet::hasServers)
                .filter(had -> had == shared.isPresent())
                .isPresent();
        if (othersBefore) {
            return Optional.of(new Missing(
                    Outlook.LASTING,
                    "ServersChanged",
                    store + " has another shim.mode than when these controllers were made, and they would find another"
                            + " key space, without their cluster; make it again with the one before"));
        }
        if (shared.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> useless = onlyForServersBeside();
        if (useless.isPresent()) {
            return Optional.of(new Missing(
                    Outlook.LASTING,
                    "ServersShared",
                    useless.get() + " is for a server beside each controller, and " + store + " has shim.mode Shared"));
        }
        return shared.get().serving()
                ? Optional.empty()
                : Optional.of(new Missing(
                        Outlook.PASSING, SERVERS_NOT_READY, "none of the servers of " + store + " is ready"));
    }

    /** A field that would have no effect. */
    private Optional<String> onlyForServersBeside() {
        HostedControlPlaneSpec spec = plane.getSpec();
        if (spec.pod() != null && spec.pod().serverResources() != null) {
            return Optional.of("pod.serverResources");
        }
        return spec.networkPolicy() != null && spec.networkPolicy().database() != null
                ? Optional.of("networkPolicy.database")
                : Optional.empty();
    }

    /** Without controllers, a control plane that a backup has brought back gets an empty one, for a snapshot to be restored into. */
    private boolean wasInUse(Optional<StatefulSet> controllers) {
        return controllers.isPresent()
                || Optional.ofNullable(plane.getStatus())
                        .map(HostedControlPlaneStatus::database)
                        .isPresent()
                || (new KnownCluster(plane).hasServed() && ControllerSet.replicas(plane) > 0);
    }

    private Lookup.Database own(Managed managed, String cluster, boolean wasInUse, RandomGenerator random) {
        try {
            return new OwnDatabase(plane, managed, cluster).ensure(new Children(context), wasInUse, random);
        } catch (IllegalArgumentException e) {
            return OwnDatabase.refused(e);
        }
    }

    /** Empty where nobody else's databases are on the server. It is asked only when there are to be more controllers. */
    Optional<Allotment> allot(Lookup lookup, Optional<StatefulSet> controllers) {
        if (!(lookup instanceof Managed managed)) {
            return Optional.empty();
        }
        Demand demand = Demand.of(plane, controllers);
        if (demand.wanted() <= demand.running()) {
            return Optional.of(Allotment.UNQUESTIONED);
        }
        ConnectionBudget budget = managed.server().connections();
        int perController = managed.server().connectionsPerController();
        return Optional.of(Allotment.of(
                demand,
                Demand.ofOthers(context, managed.admin().server()),
                count -> budget.refusal(count, perController)));
    }
}
