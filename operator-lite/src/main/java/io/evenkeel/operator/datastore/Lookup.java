package io.evenkeel.operator.datastore;

import io.evenkeel.operator.api.DataStore;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.jspecify.annotations.Nullable;

/** What came of looking for a database. */
public sealed interface Lookup {

    /** It is there, as far as can be told without asking it. */
    record Found(Connection connection) implements Lookup {}

    /**
     * It cannot be reached as things are.
     *
     * @param reason one word, for programs
     * @param message for people
     */
    record Missing(String reason, String message) implements Lookup {}

    /** Reads a {@link DataStore} of a namespace and its Secret. */
    static Lookup named(KubernetesClient client, String namespace, String name) {
        DataStore store = client.resources(DataStore.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return store == null
                ? new Missing("DataStoreMissing", "there is no DataStore " + name + " in namespace " + namespace)
                : of(client, store);
    }

    /** Reads the Secret of a {@link DataStore}. */
    static Lookup of(KubernetesClient client, DataStore store) {
        String namespace = store.getMetadata().getNamespace();
        String name = store.getSpec().connectionSecretRef().name();
        @Nullable
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        if (secret == null) {
            return new Missing("SecretMissing", "there is no Secret " + name + " in namespace " + namespace);
        }
        try {
            return new Found(Connection.of(store.getSpec(), ConnectionSecret.of(secret)));
        } catch (IncompleteException e) {
            return new Missing("SecretIncomplete", String.valueOf(e.getMessage()));
        }
    }
}
