package io.evenkeel.operator.datastore;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Secret says of a database, under the keys that CloudNativePG uses or under the shorter ones. */
record ConnectionSecret(String host, int port, String database, String user, String passwordKey) {

    private static final List<String> HOST = List.of("host");
    private static final List<String> PORT = List.of("port");
    private static final List<String> DATABASE = List.of("dbname", "database");
    private static final List<String> USER = List.of("username", "user");
    private static final List<String> PASSWORD = List.of("password");

    /** Where an admin connects to on PostgreSQL when nothing else is said; MySQL needs no such place. */
    private static final String ADMIN_DATABASE = "postgres";

    /** @throws IncompleteException naming everything that is missing or wrong, and no value */
    static ConnectionSecret of(Secret secret) throws IncompleteException {
        return of(secret, List.of(HOST, PORT, DATABASE, USER, PASSWORD));
    }

    /** Of who makes databases, and need not say one. Throws as the other does. */
    static ConnectionSecret ofAdmin(Secret secret) throws IncompleteException {
        return of(secret, List.of(HOST, PORT, USER, PASSWORD));
    }

    private static ConnectionSecret of(Secret secret, List<List<String>> required) throws IncompleteException {
        Map<String, String> entries = Optional.ofNullable(secret.getData()).orElse(Map.of());
        var missing = new ArrayList<String>();
        for (List<String> names : required) {
            if (key(entries, names).isEmpty()) {
                missing.add(String.join(" or ", names));
            }
        }
        String name = secret.getMetadata().getName();
        if (!missing.isEmpty()) {
            throw new IncompleteException("Secret " + name + " lacks " + String.join(", ", missing));
        }
        return new ConnectionSecret(
                value(entries, HOST),
                port(name, value(entries, PORT)),
                key(entries, DATABASE).isEmpty() ? ADMIN_DATABASE : value(entries, DATABASE),
                value(entries, USER),
                key(entries, PASSWORD).orElseThrow());
    }

    /** The password in a Secret that has one. */
    static String password(Secret secret) {
        return value(secret.getData(), PASSWORD);
    }

    private static int port(String secret, String text) throws IncompleteException {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IncompleteException("Secret " + secret + " has a port that is no number from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static Optional<String> key(Map<String, String> entries, List<String> names) {
        return names.stream()
                .filter(name -> !entries.getOrDefault(name, "").isEmpty())
                .findFirst();
    }

    private static String value(Map<String, String> entries, List<String> names) {
        String base64 = entries.getOrDefault(key(entries, names).orElseThrow(), "");
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8).strip();
    }
}
