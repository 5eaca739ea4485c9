package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneSpec.DataStoreRef;
import io.evenkeel.operator.api.HostedControlPlaneSpec.DeletionPolicy;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.Lookup.Managed;
import io.evenkeel.operator.datastore.Lookup.Missing;
import io.evenkeel.operator.datastore.Lookup.Outlook;
import io.evenkeel.operator.tenant.DatabaseServerException;
import io.evenkeel.operator.tenant.Owner;
import io.evenkeel.operator.tenant.OwnershipException;
import io.evenkeel.operator.tenant.Tenant;
import io.evenkeel.operator.tenant.TenantPassword;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The database and the login that a control plane has to itself on a server that many share. They are the cluster's that is known by
 * a certificate authority: who has that, is the same cluster and gets them back.
 */
final class OwnDatabase {

    private final Names names;
    private final Managed managed;
    private final Tenant tenant;
    private final Connection connection;

    /**
     * Asks nobody.
     *
     * @param cluster the fingerprint of the cluster's certificate authority
     * @throws IllegalArgumentException when the names in the spec cannot be used
     */
    OwnDatabase(HostedControlPlane plane, Managed managed, String cluster) {
        this.names = new Names(plane);
        this.managed = managed;
        var owner = new Owner(names.namespace(), names.controllers(), cluster);
        Tenant made = managed.server().names().tenantFor(owner);
        DataStoreRef wanted = plane.getSpec().datastore();
        this.tenant = new Tenant(
                owner,
                Optional.ofNullable(wanted.database()).orElse(made.database()),
                Optional.ofNullable(wanted.username()).orElse(made.login()));
        this.connection = managed.admin().to(tenant, names.database(), DatabaseSecret.PASSWORD);
    }

    /**
     * What its servers are told when all of it is there, made now if need be.
     *
     * @param wasInUse whether it has been there before
     * @throws IllegalArgumentException when a name is too long, or a password that somebody has put in cannot be used
     */
    Lookup.Database ensure(Children children, boolean wasInUse, RandomGenerator random) {
        try {
            return (managed.server().has(tenant) || !wasInUse) && settlePassword(children, wasInUse, random)
                    ? new Lookup.Found(connection)
                    : new Missing(
                            Outlook.LASTING,
                            "DatabaseLost",
                            "the database " + tenant.database() + " is not there any more, and an empty one would be"
                                    + " another cluster; put it back");
        } catch (OwnershipException e) {
            return new Missing(Outlook.LASTING, "DatabaseTaken", String.valueOf(e.getMessage()));
        } catch (DatabaseServerException e) {
            return new Missing(Outlook.PASSING, Lookup.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
    }

    /** The finding when a name or a password cannot be used. */
    static Missing refused(IllegalArgumentException e) {
        return new Missing(Outlook.LASTING, "DatabaseRefused", String.valueOf(e.getMessage()));
    }

    /**
     * A password is in the Secret before it is in the database, so that none is ever known to the database alone.
     *
     * @return whether the database is there
     */
    private boolean settlePassword(Children children, boolean wasInUse, RandomGenerator random) {
        String generation = Integer.toString(managed.passwordGeneration());
        Optional<Secret> there = children.read(Secret.class, names.database());
        DatabaseSecret secret = there.flatMap(DatabaseSecret::of)
                .orElseGet(() -> new DatabaseSecret(TenantPassword.random(random), Optional.empty(), generation));
        Secret written = write(children, secret, there);
        if (wasInUse) {
            // It may be lost between the look for it and now.
            if (!managed.server().maintain(tenant, secret.password())) {
                return false;
            }
        } else {
            managed.server().ensure(tenant, secret.password());
        }
        if (secret.next().isEmpty() && !secret.generation().equals(generation)) {
            secret = secret.replacing(TenantPassword.random(random), generation);
            written = write(children, secret, Optional.of(written));
        }
        if (secret.next().isPresent()) {
            managed.server().setPassword(tenant, secret.next().get());
            var _ = write(children, secret.replaced(), Optional.of(written));
        }
        return true;
    }

    /**
     * One that is deleted meanwhile is to have another password, and so is not written again with this one.
     *
     * @param before as it was, if it was there
     */
    private Secret write(Children children, DatabaseSecret secret, Optional<Secret> before) {
        return children.apply(
                Secret.class,
                secret.toSecret(names, connection),
                before.map(there -> there.getMetadata().getUid()));
    }

    /**
     * Drops it with everything in it, if it is this cluster's.
     *
     * @return why it could not be asked whether it is; empty when nothing of this cluster's is there any more
     */
    Optional<String> drop() {
        try {
            managed.server().drop(tenant);
            return Optional.empty();
        } catch (OwnershipException | IllegalArgumentException neverOurs) {
            return Optional.empty();
        } catch (DatabaseServerException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** Whether the spec says to drop it with the control plane. */
    static boolean isToGo(HostedControlPlane plane) {
        return plane.getSpec().datastore().deletionPolicy() == DeletionPolicy.Delete;
    }

    /** What in the spec would have no effect in a database that is shared; empty if nothing. */
    static Optional<Missing> uselessIn(HostedControlPlane plane) {
        DataStoreRef wanted = plane.getSpec().datastore();
        return isToGo(plane) || wanted.database() != null || wanted.username() != null
                ? Optional.of(new Missing(
                        Outlook.LASTING,
                        "DataStoreShared",
                        "database, username and deletionPolicy Delete are for DataStores of mode Managed, and "
                                + wanted.name() + " is Shared"))
                : Optional.empty();
    }
}
