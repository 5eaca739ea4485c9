package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the durable state is.
 *
 * @param passwordFile where the password of the login is, read anew for each connection; empty for the one in the URL
 * @param store name of the key space within the database; several servers' key spaces may share one database
 */
public record DatastoreConfig(DatastoreUrl url, Optional<Path> passwordFile, String store, DdlPolicy ddl) {

    static final String PASSWORD_FILE_ALLOWED = "a file, with a --datastore that has a user and no password";
    static final String STORE_ALLOWED = "1 to 63 of a-z, A-Z, 0-9, dot, dash and underscore";
    private static final Pattern STORE = Pattern.compile("[a-zA-Z0-9._-]{1,63}");

    public DatastoreConfig {
        passwordFile.ifPresent(file -> require(
                server(url)
                        .filter(server -> server.password().equals(Password.NONE))
                        .isPresent(),
                "datastore-password-file",
                file,
                PASSWORD_FILE_ALLOWED));
        require(STORE.matcher(store).matches(), "store", store, STORE_ALLOWED);
    }

    private static Optional<DatabaseServer> server(DatastoreUrl url) {
        return switch (url) {
            case DatastoreUrl.Sqlite _ -> Optional.empty();
            case DatastoreUrl.Postgres(DatabaseServer server) -> Optional.of(server);
            case DatastoreUrl.MySql(DatabaseServer server) -> Optional.of(server);
        };
    }

    /**
     * Reads the settings of the datastore and no others.
     *
     * @throws BadSettingException naming the first one that is not allowed
     */
    public static DatastoreConfig from(SettingValues values) {
        try {
            return read(values);
        } catch (BadSettingException e) {
            throw values.withOrigin(e);
        }
    }

    static DatastoreConfig read(SettingValues values) {
        return new DatastoreConfig(
                values.get(Settings.DATASTORE),
                values.get(Settings.DATASTORE_PASSWORD_FILE),
                values.get(Settings.STORE),
                values.get(Settings.DATASTORE_DDL));
    }
}
