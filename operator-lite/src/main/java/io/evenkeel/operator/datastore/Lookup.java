package io.evenkeel.operator.datastore;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreSpec;
import io.evenkeel.operator.api.DataStoreSpec.Mode;
import io.evenkeel.operator.api.DataStoreSpec.SecretKeyRef;
import io.evenkeel.operator.tenant.DatabaseServer;
import io.evenkeel.operator.tenant.PemCertificates;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What came of looking for a database. */
public sealed interface Lookup {

    /** The reason where the database server does not answer. */
    String UNAVAILABLE = "DatabaseUnavailable";

    /** What a control plane's servers can, or cannot, be told. */
    sealed interface Database extends Lookup {}

    /**
     * It is there, as far as can be told without asking it.
     *
     * @param servers in front of it, where control planes share them; otherwise there is one beside each controller
     */
    record Found(Connection connection, Optional<SharedServers> servers) implements Database {

        /** With a server beside each controller. */
        public Found(Connection connection) {
            this(connection, Optional.empty());
        }
    }

    /**
     * It cannot be reached as things are.
     *
     * @param reason one word, for programs
     * @param message for people
     */
    record Missing(Outlook outlook, String reason, String message) implements Database {}

    /** Whether what is missing will be there. */
    enum Outlook {
        /** The DataStore or its Secret is not there: nobody knows of a database. */
        ABSENT,
        /** It may be by itself. */
        PASSING,
        /** Not before somebody has done something. */
        LASTING
    }

    /**
     * A server on which each control plane has a database of its own, not asked yet.
     *
     * @param admin who makes them, and where
     * @param passwordGeneration a number with each of which they have other passwords
     */
    record Managed(Connection admin, DatabaseServer server, int passwordGeneration) implements Lookup {}

    /** Reads a {@link DataStore} of a namespace and its Secrets. */
    static Lookup named(KubernetesClient client, String namespace, String name) {
        DataStore store = client.resources(DataStore.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        return store == null
                ? new Missing(
                        Outlook.ABSENT,
                        "DataStoreMissing",
                        "there is no DataStore " + name + " in namespace " + namespace)
                : of(
                        client,
                        store,
                        secret(
                                client,
                                namespace,
                                store.getSpec().connectionSecretRef().name()));
    }

    /** Reads what a {@link DataStore} and its Secret say. */
    static Lookup of(KubernetesClient client, DataStore store, Optional<Secret> found) {
        String namespace = store.getMetadata().getNamespace();
        DataStoreSpec spec = store.getSpec();
        if (found.isEmpty()) {
            return new Missing(
                    Outlook.ABSENT,
                    "SecretMissing",
                    "there is no Secret " + spec.connectionSecretRef().name() + " in namespace " + namespace);
        }
        Secret secret = found.get();
        boolean managed = spec.mode() == Mode.Managed;
        try {
            if (!managed) {
                return new Found(Connection.of(spec, ConnectionSecret.of(secret)), SharedServers.of(store));
            }
            Connection connection = Connection.of(spec, ConnectionSecret.ofAdmin(secret));
            String authorities =
                    connection.authority() == null ? "" : authorities(client, namespace, connection.authority());
            return new Managed(
                    connection,
                    connection.asAdmin(ConnectionSecret.password(secret), authorities),
                    Optional.ofNullable(spec.passwordGeneration()).orElse(0));
        } catch (IncompleteException e) {
            return new Missing(Outlook.PASSING, "SecretIncomplete", String.valueOf(e.getMessage()));
        }
    }

    /** A Secret, asked of the API server. */
    static Optional<Secret> secret(KubernetesClient client, String namespace, String name) {
        return Optional.ofNullable(
                client.secrets().inNamespace(namespace).withName(name).get());
    }

    private static String authorities(KubernetesClient client, String namespace, SecretKeyRef reference)
            throws IncompleteException {
        @Nullable
        String base64 = secret(client, namespace, reference.name())
                .map(Secret::getData)
                .orElse(Map.of())
                .get(reference.key());
        if (base64 == null) {
            throw new IncompleteException("there is no Secret " + reference.name() + " with " + reference.key());
        }
        String text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        if (!PemCertificates.areIn(text)) {
            throw new IncompleteException(
                    "Secret " + reference.name() + " has no certificates in PEM under " + reference.key());
        }
        return text;
    }
}
