package io.evenkeel.operator.tenant;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to a PostgreSQL server that wait neither for the server nor for a lock for long. */
record PostgresConnections(AdminAccess access) implements Connections {

    @Override
    public Connection admin() throws SQLException {
        return admin(access.database());
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
        properties.setProperty("ApplicationName", "evenkeel-operator");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("options", "-c lock_timeout=10s");
        properties.putAll(access.parameters());
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + Quoted.host(access.host()) + ":" + access.port() + "/"
                        + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    }
}
