package io.evenkeel.operator.tenant;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where a database server is and how to log in to it to administer tenants: no superuser.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param database for PostgreSQL, the one to connect to, {@code postgres} for instance; not used for MySQL
 * @param parameters handed to the driver as they are, {@code sslmode} for instance; for tenants' logins too
 */
public record AdminAccess(
        String host, int port, String database, String user, String password, Map<String, String> parameters) {

    public AdminAccess {
        parameters = Map.copyOf(parameters);
    }

    /** Never with a password. */
    @Override
    public String toString() {
        return host + ":" + port + "/" + database + " as " + user + " " + new TreeMap<>(parameters).keySet();
    }
}
