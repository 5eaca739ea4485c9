package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.Group;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.Lookup.Managed;
import io.evenkeel.operator.datastore.Lookup.Missing;
import io.evenkeel.operator.datastore.Lookup.Outlook;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/** What keeps a control plane from being gone before its own database is, where that is wanted. */
final class DatabaseFinalizer {

    static final String NAME = Group.NAME + "/database";

    private final HostedControlPlane plane;
    private final Context<HostedControlPlane> context;

    DatabaseFinalizer(HostedControlPlane plane, Context<HostedControlPlane> context) {
        this.plane = plane;
        this.context = context;
    }

    /**
     * Before there is a database that is to be dropped some day; and when it is not to be any more.
     *
     * @return the control plane as it is then
     */
    HostedControlPlane settle(Lookup lookup) {
        boolean there = plane.hasFinalizer(NAME);
        boolean wanted = OwnDatabase.isToGo(plane);
        if (!there && wanted && lookup instanceof Managed) {
            return context.resourceOperations().addFinalizer(NAME);
        }
        return there && !wanted ? context.resourceOperations().removeFinalizer(NAME) : plane;
    }

    /**
     * At the control plane's end. A DataStore or a Secret that is gone keeps nobody waiting, since nothing is left by which the database
     * could ever be dropped: it stays. So does one that is another's, or whose owner is not known.
     *
     * @param cluster the fingerprint of the cluster's authority
     * @return why it cannot be gone yet
     */
    Optional<Missing> finish(Lookup lookup, Optional<String> cluster) {
        Optional<Missing> obstacle = !OwnDatabase.isToGo(plane) || cluster.isEmpty()
                ? Optional.empty()
                : switch (lookup) {
                    case Lookup.Found _ -> Optional.empty();
                    case Missing missing -> Optional.of(missing).filter(found -> found.outlook() != Outlook.ABSENT);
                    case Managed managed -> drop(managed, cluster.get());
                };
        if (obstacle.isEmpty()) {
            var _ = context.resourceOperations().removeFinalizer(NAME);
        }
        return obstacle;
    }

    private Optional<Missing> drop(Managed managed, String cluster) {
        OwnDatabase database;
        try {
            database = new OwnDatabase(plane, managed, cluster);
        } catch (IllegalArgumentException neverMade) {
            return Optional.empty();
        }
        return database.drop().map(message -> new Missing(Outlook.PASSING, Lookup.UNAVAILABLE, message));
    }
}
