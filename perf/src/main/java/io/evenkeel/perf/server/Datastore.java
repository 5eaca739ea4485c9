package io.evenkeel.perf.server;

import java.nio.file.Path;
import java.util.Optional;

/** What the servers store in. */
public enum Datastore {
    SQLITE("SQLite"),
    POSTGRES("PostgreSQL"),
    MARIADB("MariaDB");

    private final String title;

    Datastore(String title) {
        this.title = title;
    }

    /** As the tables call it. */
    String title() {
        return title;
    }

    /** Starts the database with fresh data in {@code folder}; SQLite needs none. */
    Optional<Database> start(Path folder) {
        return switch (this) {
            case SQLITE -> Optional.empty();
            case POSTGRES -> Optional.of(PostgresServer.start(folder.resolve("postgres")));
            case MARIADB -> Optional.of(MariaDbServer.start(folder.resolve("mariadb")));
        };
    }
}
