package io.evenkeel.sql;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Where the data is and how to use it. */
public sealed interface DatastoreSettings {

    Options options();

    /** What this datastore is called in messages: never with a password. */
    String description();

    /** An embedded database in one file, for one process. */
    record Sqlite(Path file, Options options) implements DatastoreSettings {

        @Override
        public String description() {
            return "sqlite://" + file;
        }
    }

    /**
     * A PostgreSQL server, 13 or newer.
     *
     * @param parameters handed to the driver as they are, {@code sslmode} for instance
     */
    record Postgres(
            String host,
            int port,
            String database,
            String user,
            LoginPassword password,
            Map<String, String> parameters,
            Options options)
            implements DatastoreSettings {

        public Postgres {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String description() {
            return "postgres://" + host + ":" + port + "/" + database;
        }

        @Override
        public String toString() {
            return description() + " as " + user + " " + new TreeMap<>(parameters).keySet() + " " + options;
        }
    }

    /**
     * A MySQL 8 or MariaDB 10.6 server, or newer.
     *
     * @param parameters handed to the driver as they are, {@code sslMode} for instance; but for {@code ssl-ca}, a file with the
     *     certificates of the authorities to be trusted, in PEM
     */
    record MySql(
            String host,
            int port,
            String database,
            String user,
            LoginPassword password,
            Map<String, String> parameters,
            Options options)
            implements DatastoreSettings {

        public MySql {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String description() {
            return "mysql://" + host + ":" + port + "/" + database;
        }

        @Override
        public String toString() {
            return description() + " as " + user + " " + new TreeMap<>(parameters).keySet() + " " + options;
        }
    }

    /**
     * What is the same for every kind of database.
     *
     * @param store name of the key space; several share a database
     * @param readConnections how many reads run at once; appends have a connection of their own
     * @param scanConnections how many long reads (index loads, hashes, compaction) run at once
     * @param allowDdl whether the schema may be created and upgraded, else it must be there already
     */
    record Options(String store, int readConnections, int scanConnections, boolean allowDdl) {

        public static final Options DEFAULTS = new Options("default", 4, 2, true);

        public Options {
            if (store.isEmpty() || store.length() > 200) {
                throw new IllegalArgumentException("store name must have 1 to 200 characters: '" + store + "'");
            }
            if (readConnections < 1 || scanConnections < 1) {
                throw new IllegalArgumentException("at least one connection is needed for reads (" + readConnections
                        + ") and for scans (" + scanConnections + ")");
            }
        }

        public Options withStore(String name) {
            return new Options(name, readConnections, scanConnections, allowDdl);
        }

        public Options withAllowDdl(boolean allowed) {
            return new Options(store, readConnections, scanConnections, allowed);
        }
    }
}
