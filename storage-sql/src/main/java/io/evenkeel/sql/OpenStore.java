package io.evenkeel.sql;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;

/** The opening of a store: the schema brought up to date and the store found, in one transaction that is not committed yet. */
final class OpenStore {

    private OpenStore() {}

    /** Locks the schema until the connection is closed at the latest; returns the number of the store, made if need be. */
    static int lockAndFind(Connection connection, Dialect dialect, DatastoreSettings settings) throws SQLException {
        connection.setAutoCommit(false);
        dialect.lockSchema(connection);
        new Schema(dialect).bringUpToDate(connection, settings.options().allowDdl());
        return StoreRow.findOrInsert(connection, settings.options().store(), new SecureRandom());
    }

    /** What a store is called in messages. */
    static String name(DatastoreSettings settings) {
        return "the store \"" + settings.options().store() + "\" in " + settings.description();
    }

    /** What is said of a store that an import has begun to fill, by who was to do something else with it. */
    static UnfitDatastoreException unfinished(DatastoreSettings settings, ImportRow row) {
        return new UnfitDatastoreException(name(settings) + " is only partly filled, from " + row.source()
                + ": that was interrupted or is still going on. Run it again to finish it");
    }
}
