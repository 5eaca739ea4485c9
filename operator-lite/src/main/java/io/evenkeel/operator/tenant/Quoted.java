package io.evenkeel.operator.tenant;

/** Names as SQL and URLs have them, whatever is in them. */
final class Quoted {

    private Quoted() {}

    /** An identifier of PostgreSQL. */
    static String postgres(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A string of PostgreSQL, with {@code standard_conforming_strings}, which is the default. */
    static String postgresText(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** An identifier of MySQL. */
    static String mySql(String name) {
        return '`' + name.replace("`", "``") + '`';
    }

    /** One database where MySQL grants: there {@code _} stands for any letter and {@code %} for any number of them. */
    static String mySqlPattern(String database) {
        return database.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%");
    }

    /** A host in a URL. */
    static String host(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
