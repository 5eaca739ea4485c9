package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.DatabaseServer;
import io.evenkeel.assembly.config.DatastoreConfig;
import io.evenkeel.assembly.config.DatastoreUrl;
import io.evenkeel.assembly.config.DdlPolicy;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.LoginPassword;
import io.evenkeel.sql.SqlDatastore;
import io.evenkeel.sql.UnfitDatastoreException;

/** Turns what was configured into what the SQL side asks for. */
public final class Datastores {

    private Datastores() {}

    /**
     * Gives a store that has lost history another cluster id, unless another server has done so already.
     *
     * @return the store's cluster id now
     * @throws StartFailedException when the datastore cannot be used
     */
    static long renewClusterId(DatastoreConfig config, long lost) {
        try (SqlDatastore datastore = SqlDatastore.open(settings(config))) {
            return datastore.log().renewClusterId(lost);
        } catch (UnfitDatastoreException | DatastoreException e) {
            throw new StartFailedException(String.valueOf(e.getMessage()), e);
        }
    }

    private static LoginPassword password(DatastoreConfig config, DatabaseServer server) {
        return config.passwordFile()
                .<LoginPassword>map(LoginPassword.InFile::new)
                .orElseGet(() -> new LoginPassword.Known(server.password().secret()));
    }

    public static DatastoreSettings settings(DatastoreConfig config) {
        var options = DatastoreSettings.Options.DEFAULTS
                .withStore(config.store())
                .withAllowDdl(config.ddl() == DdlPolicy.AUTO);
        return switch (config.url()) {
            case DatastoreUrl.Sqlite sqlite -> new DatastoreSettings.Sqlite(sqlite.file(), options);
            case DatastoreUrl.Postgres(DatabaseServer server) ->
                new DatastoreSettings.Postgres(
                        server.host(),
                        server.port(),
                        server.database(),
                        server.user(),
                        password(config, server),
                        server.driverProperties(),
                        options);
            case DatastoreUrl.MySql(DatabaseServer server) ->
                new DatastoreSettings.MySql(
                        server.host(),
                        server.port(),
                        server.database(),
                        server.user(),
                        password(config, server),
                        server.driverProperties(),
                        options);
        };
    }
}
