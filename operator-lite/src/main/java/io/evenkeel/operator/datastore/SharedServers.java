package io.evenkeel.operator.datastore;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.api.DataStoreStatus.Servers;
import io.evenkeel.operator.api.Shim;
import io.evenkeel.operator.api.Shim.ShimMode;
import java.util.Optional;

/**
 * The servers that the control planes of a DataStore share, and what their objects are called.
 *
 * @param datastore its name
 * @param serving whether one of them does, as far as the DataStore's status knows
 */
public record SharedServers(String namespace, String datastore, boolean serving) {

    /** Empty where each controller has a server beside it. */
    public static Optional<SharedServers> of(DataStore store) {
        return Optional.ofNullable(store.getSpec().shim())
                .map(Shim::mode)
                .filter(ShimMode.Shared::equals)
                .map(_ -> new SharedServers(
                        store.getMetadata().getNamespace(),
                        store.getMetadata().getName(),
                        Optional.ofNullable(store.getStatus())
                                .map(DataStoreStatus::servers)
                                .map(Servers::readyReplicas)
                                .filter(ready -> ready > 0)
                                .isPresent()));
    }

    /** Of the StatefulSet, its budget, and the Service for API servers. */
    public String name() {
        return datastore + "-servers";
    }

    /** Of the Service that gives each of them a name. */
    public String peers() {
        return name() + "-peers";
    }

    /** Of the Secret of the authority by which they and the API servers know each other. No control plane has one with a dot. */
    public String authority() {
        return name() + ".ca";
    }

    /** Of the Secret that they are known by. */
    public String certificate() {
        return name() + ".tls";
    }

    /** Within the cluster, whatever its domain is called. */
    public String dnsName(String service) {
        return service + "." + namespace + ".svc";
    }
}
