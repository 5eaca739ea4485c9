package io.evenkeel.assembly.config;

import java.nio.file.Path;

/** The database that holds the durable state. Printing one never prints its password. */
public sealed interface DatastoreUrl {

    String ALLOWED = "sqlite:///absolute/path, sqlite://relative/path, postgres://user:password@host:5432/database"
            + " or mysql://user:password@host:3306/database";

    /** One file, used by this process alone. */
    record Sqlite(Path file) implements DatastoreUrl {}

    record Postgres(DatabaseServer server) implements DatastoreUrl {}

    /** MySQL or MariaDB. */
    record MySql(DatabaseServer server) implements DatastoreUrl {}

    /**
     * Reads the URL of a datastore.
     *
     * @throws IllegalArgumentException with a message that says what is wrong and repeats nothing of the URL
     */
    static DatastoreUrl parse(String url) {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 0) {
            throw new IllegalArgumentException("it has no scheme");
        }
        var rest = url.substring(schemeEnd + 3);
        return switch (url.substring(0, schemeEnd)) {
            case "sqlite" -> new Sqlite(SqliteUrl.parse(rest));
            case "postgres", "postgresql" -> new Postgres(ServerUrl.parsePostgres(rest));
            case "mysql" -> new MySql(ServerUrl.parseMySql(rest));
            default -> throw new IllegalArgumentException("its scheme is unknown");
        };
    }

    /**
     * The URL as it may be printed, whatever is wrong with it: nothing that could be part of a password is left. Works on
     * the text, because what cannot be parsed must be printed too.
     */
    static String mask(String url) {
        int schemeEnd = url.indexOf("://");
        if (schemeEnd < 0) {
            return url.indexOf('@') < 0 && url.indexOf(':') < 0 ? url : "***";
        }
        var scheme = url.substring(0, schemeEnd + 3);
        var rest = url.substring(schemeEnd + 3);
        int at = rest.lastIndexOf('@');
        if (at < 0) {
            // Without an @, what follows a colon may be a password whose host was forgotten.
            return scheme + (rest.indexOf(':') < 0 ? withoutQuery(rest) : "***");
        }
        int colon = rest.indexOf(':');
        var user = colon >= 0 && colon < at ? rest.substring(0, colon) + ":***" : rest.substring(0, at);
        return scheme + user + "@" + withoutQuery(rest.substring(at + 1));
    }

    private static String withoutQuery(String text) {
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query) + "?***";
    }
}
