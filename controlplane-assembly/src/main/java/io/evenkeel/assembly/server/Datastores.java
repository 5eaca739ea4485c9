package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.DatabaseServer;
import io.evenkeel.assembly.config.DatastoreConfig;
import io.evenkeel.assembly.config.DatastoreUrl;
import io.evenkeel.assembly.config.DdlPolicy;
import io.evenkeel.sql.DatastoreSettings;

/** Turns what was configured into what the SQL side asks for. */
final class Datastores {

    private Datastores() {}

    static DatastoreSettings settings(DatastoreConfig config) {
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
                        server.password().secret(),
                        server.driverProperties(),
                        options);
            case DatastoreUrl.MySql(DatabaseServer server) ->
                new DatastoreSettings.MySql(
                        server.host(),
                        server.port(),
                        server.database(),
                        server.user(),
                        server.password().secret(),
                        server.driverProperties(),
                        options);
        };
    }
}
