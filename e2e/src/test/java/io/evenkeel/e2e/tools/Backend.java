package io.evenkeel.e2e.tools;

import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.EmbeddedMariaDb;
import io.evenkeel.sql.EmbeddedPostgres17;
import java.nio.file.Path;
import java.util.UUID;

/** A kind of database that a server can keep its state in. */
public enum Backend {
    SQLITE,
    POSTGRES,
    MARIADB;

    /** A store that nobody has used before: in a file of its own in {@code folder}, or under a name of its own. */
    public Datastore fresh(Path folder) {
        String store = "e2e-" + UUID.randomUUID();
        return switch (this) {
            case SQLITE -> new Datastore("sqlite://" + folder.resolve("evenkeel.db"), store);
            case POSTGRES -> {
                DatastoreSettings.Postgres server = EmbeddedPostgres17.settings(store);
                yield new Datastore(
                        "postgres://" + server.user() + "@" + server.host() + ":" + server.port() + "/"
                                + server.database(),
                        store);
            }
            case MARIADB -> {
                DatastoreSettings.MySql server = EmbeddedMariaDb.settings(store);
                yield new Datastore(
                        "mysql://" + server.user() + "@" + server.host() + ":" + server.port() + "/"
                                + server.database(),
                        store);
            }
        };
    }

    /** Starts servers, each with a store of its own. */
    public ServerLauncher launcher() {
        return (folder, flags) -> fresh(folder).serve(folder, flags);
    }

    /** Where one store is kept; servers started one after the other find what the one before has stored. */
    public record Datastore(String url, String store) {

        /** @param folder where the server's log goes */
        public EvenkeelProcess serve(Path folder, String... flags) {
            return serveAt(FreePorts.take(), folder, flags);
        }

        /** As the other, on a port that clients know already. */
        public EvenkeelProcess serveAt(int port, Path folder, String... flags) {
            return EvenkeelProcess.start(this, folder, port, flags);
        }
    }
}
