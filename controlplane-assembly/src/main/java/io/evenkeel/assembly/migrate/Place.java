package io.evenkeel.assembly.migrate;

import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;

/** Where a migration goes from or to. */
public sealed interface Place {

    /** What it is called in messages: never with a password. */
    String description();

    /** Opens it to read all of it. */
    StoreExport openToRead();

    /**
     * Opens it, empty as it is, to fill it; or goes on with that.
     *
     * @param source what it is filled from: another one does not go on with it
     */
    StoreImport openToFill(String source);

    /** A server that speaks etcd's API. */
    record Etcd(EtcdEndpoint endpoint) implements Place {

        @Override
        public String description() {
            return "etcd " + endpoint.url();
        }

        @Override
        public StoreExport openToRead() {
            return new EtcdExport(EtcdClient.open(endpoint));
        }

        @Override
        public StoreImport openToFill(String source) {
            return EtcdImport.open(EtcdClient.open(endpoint), source);
        }
    }

    /** The database of a kine. */
    record Kine(DatastoreSettings database) implements Place {

        @Override
        public String description() {
            return "kine in " + database.description();
        }

        @Override
        public StoreExport openToRead() {
            return SqlDatastore.openKine(database);
        }

        @Override
        public StoreImport openToFill(String source) {
            throw new MigrationException("nothing can be migrated into a database of kine");
        }
    }

    /** A store of evenkeel. */
    record Store(DatastoreSettings settings) implements Place {

        @Override
        public String description() {
            return "the store \"" + settings.options().store() + "\" in " + settings.description();
        }

        @Override
        public StoreExport openToRead() {
            return SqlDatastore.openExport(settings);
        }

        @Override
        public StoreImport openToFill(String source) {
            return SqlDatastore.openImport(settings, source);
        }
    }
}
