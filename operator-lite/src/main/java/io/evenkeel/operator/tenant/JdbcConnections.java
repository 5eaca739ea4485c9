package io.evenkeel.operator.tenant;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;

/**
 * Connections that wait neither for the server nor for a lock for long.
 *
 * @param scheme the driver's
 * @param adminDatabase where the admin connects to when no database is meant
 * @param limits how long to wait, in the driver's words; parameters of the access override them
 */
record JdbcConnections(AdminAccess access, String scheme, String adminDatabase, Map<String, String> limits)
        implements Connections {

    static Connections postgres(AdminAccess access) {
        return new JdbcConnections(
                access,
                "postgresql",
                access.database(),
                Map.of(
                        "ApplicationName",
                        "evenkeel-operator",
                        "connectTimeout",
                        "5",
                        "socketTimeout",
                        "60",
                        "options",
                        "-c lock_timeout=10s"));
    }

    static Connections mySql(AdminAccess access) {
        return new JdbcConnections(
                access,
                "mysql",
                "",
                Map.of(
                        "connectTimeout",
                        "5000",
                        "socketTimeout",
                        "60000",
                        "sessionVariables",
                        "lock_wait_timeout=10,innodb_lock_wait_timeout=10",
                        "allowPublicKeyRetrieval",
                        "true"));
    }

    @Override
    public Connection admin() throws SQLException {
        return admin(adminDatabase);
    }

    @Override
    public Connection admin(String database) throws SQLException {
        return open(database, access.user(), access.password());
    }

    @Override
    public Connection tenant(Tenant tenant, TenantPassword password) throws SQLException {
        return open(tenant.database(), tenant.login(), password.secret());
    }

    private Connection open(String database, String user, String password) throws SQLException {
        var properties = new Properties();
        properties.putAll(limits);
        properties.putAll(access.parameters());
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(
                "jdbc:" + scheme + "://" + Quoted.host(access.host()) + ":" + access.port() + "/"
                        + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    }
}
