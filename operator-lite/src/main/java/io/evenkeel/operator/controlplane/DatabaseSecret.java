package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.Group;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.tenant.TenantPassword;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the Secret of a control plane's own database says of its password; the rest of it can be worked out. Servers are given
 * nothing else of it.
 *
 * @param next what comes in the password's place, written down before the database knows it
 * @param generation that the newer of the two was made for
 */
record DatabaseSecret(TenantPassword password, Optional<TenantPassword> next, String generation) {

    static final String PASSWORD = "password";

    private static final String NEXT_PASSWORD = "next-password";
    private static final String GENERATION = Group.NAME + "/password-generation";

    /**
     * Empty when there is no password in it.
     *
     * @throws IllegalArgumentException when somebody has put in one that cannot be used
     */
    static Optional<DatabaseSecret> of(Secret secret) {
        String generation = Optional.ofNullable(secret.getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(GENERATION, "");
        return password(secret, PASSWORD)
                .map(password -> new DatabaseSecret(password, password(secret, NEXT_PASSWORD), generation));
    }

    private static Optional<TenantPassword> password(Secret secret, String key) {
        return Optional.ofNullable(secret.getData())
                .map(entries -> entries.get(key))
                .filter(base64 -> !base64.isEmpty())
                .map(base64 -> new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8))
                .map(TenantPassword::new);
    }

    DatabaseSecret replacing(TenantPassword newer, String newerGeneration) {
        return new DatabaseSecret(password, Optional.of(newer), newerGeneration);
    }

    /** With the next password in the place of the one before; as it is when there is none. */
    DatabaseSecret replaced() {
        return new DatabaseSecret(next.orElse(password), Optional.empty(), generation);
    }

    /** The whole of it, under the keys of CloudNativePG. It goes with the control plane: a lost password is made anew. */
    Secret toSecret(Names names, Connection connection) {
        var entries = new LinkedHashMap<String, String>();
        entries.put("host", connection.host());
        entries.put("port", Integer.toString(connection.port()));
        entries.put("dbname", connection.database());
        entries.put("username", connection.user());
        entries.put(PASSWORD, password.secret());
        next.ifPresent(newer -> entries.put(NEXT_PASSWORD, newer.secret()));
        entries.replaceAll((_, text) -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        return new SecretBuilder()
                .withMetadata(names.owned(names.database())
                        .edit()
                        .addToAnnotations(GENERATION, generation)
                        .build())
                .withType("Opaque")
                .withData(entries)
                .build();
    }
}
