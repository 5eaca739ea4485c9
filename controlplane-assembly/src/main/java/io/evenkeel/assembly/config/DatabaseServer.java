package io.evenkeel.assembly.config;

import java.util.Map;

/**
 * Where a database is served and how to log in to it.
 *
 * @param host a name or an address, IPv6 without its brackets
 * @param driverProperties what else the URL asked for, in the JDBC driver's own names and values
 */
public record DatabaseServer(
        String host, int port, String database, String user, Password password, Map<String, String> driverProperties) {

    public DatabaseServer {
        driverProperties = Map.copyOf(driverProperties);
    }
}
