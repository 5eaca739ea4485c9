package io.evenkeel.assembly.config;

import java.util.Map;
import java.util.function.Function;

/**
 * The URL of a database server after its scheme: {@code user:password@host:port/database?name=value}. For MySQL also
 * {@code user:password@tcp(host:port)/database}, as Go's driver spells it, where user and password are not encoded.
 */
final class ServerUrl {

    private ServerUrl() {}

    static DatabaseServer parsePostgres(String rest) {
        int at = endOfLogin(rest);
        return parse(
                rest.substring(0, at),
                rest.substring(at + 1),
                5432,
                PercentEncoding::decode,
                DriverProperties::ofPostgres);
    }

    static DatabaseServer parseMySql(String rest) {
        int at = endOfLogin(rest);
        var login = rest.substring(0, at);
        var target = rest.substring(at + 1);
        if (!target.startsWith("tcp(")) {
            return parse(login, target, 3306, PercentEncoding::decode, DriverProperties::ofMySql);
        }
        int close = target.indexOf(')');
        if (close < 0) {
            throw new IllegalArgumentException("tcp( is not closed");
        }
        var address = target.substring("tcp(".length(), close);
        return parse(
                login, address + target.substring(close + 1), 3306, Function.identity(), DriverProperties::ofMySql);
    }

    /** Where the last @ is: a password may hold an @ that was not encoded. */
    private static int endOfLogin(String rest) {
        int at = rest.lastIndexOf('@');
        int query = rest.indexOf('?');
        if (query >= 0 && query < at) {
            // Either could be meant, and guessing wrong would print half a password in the next complaint.
            throw new IllegalArgumentException(
                    "it has an @ after a ?; write %3F for a ? in a password and %40 for an @ in a parameter");
        }
        if (at <= 0) {
            throw new IllegalArgumentException("it names no user");
        }
        return at;
    }

    private static DatabaseServer parse(
            String login,
            String target,
            int defaultPort,
            Function<String, String> decoder,
            Function<String, Map<String, String>> properties) {
        int colon = login.indexOf(':');
        var user = decoder.apply(colon < 0 ? login : login.substring(0, colon));
        var password = colon < 0 ? Password.NONE : new Password(decoder.apply(login.substring(colon + 1)));

        int query = target.indexOf('?');
        var path = query < 0 ? target : target.substring(0, query);
        int slash = path.indexOf('/');
        if (slash < 0 || slash == path.length() - 1) {
            throw new IllegalArgumentException("it names no database");
        }
        var database = PercentEncoding.decode(path.substring(slash + 1));
        var address = HostAndPort.parse(path.substring(0, slash), defaultPort);
        return new DatabaseServer(
                address.host(),
                address.port(),
                database,
                user,
                password,
                properties.apply(query < 0 ? "" : target.substring(query + 1)));
    }
}
