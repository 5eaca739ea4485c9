package io.evenkeel.operator.tenant;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Connections to a MySQL or MariaDB server that wait neither for the server nor for a lock for long. */
record MySqlConnections(AdminAccess access) implements Connections {

    @Override
    public Connection admin() throws SQLException {
        return admin("");
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
        properties.setProperty("connectTimeout", "5000");
        properties.setProperty("socketTimeout", "60000");
        properties.setProperty("sessionVariables", "lock_wait_timeout=10,innodb_lock_wait_timeout=10");
        properties.setProperty("allowPublicKeyRetrieval", "true");
        properties.putAll(access.parameters());
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(
                "jdbc:mysql://" + Quoted.host(access.host()) + ":" + access.port() + "/"
                        + URLEncoder.encode(database, StandardCharsets.UTF_8),
                properties);
    }
}
