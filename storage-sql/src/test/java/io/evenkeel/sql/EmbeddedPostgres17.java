package io.evenkeel.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A PostgreSQL server of this JVM's own, started when first asked for and stopped with the JVM. */
public final class EmbeddedPostgres17 {

    private static final class Started {
        private static final EmbeddedPostgres SERVER = start();
    }

    private EmbeddedPostgres17() {}

    /** How to reach the server's only database, with a store of this name in it. */
    public static DatastoreSettings.Postgres settings(String store) {
        return new DatastoreSettings.Postgres(
                "localhost",
                Started.SERVER.getPort(),
                "postgres",
                "postgres",
                new LoginPassword.Known("postgres"),
                Map.of(),
                DatastoreSettings.Options.DEFAULTS.withStore(store));
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
