package io.evenkeel.e2e.operator;

import io.evenkeel.operator.tenant.LoginsServer;
import io.evenkeel.operator.tenant.MariaDbWithLogins;
import java.sql.SQLException;

class MariaDbManagedIT extends ManagedScenario {

    MariaDbManagedIT() {
        super(MariaDbWithLogins.running(), "mariadb", "MySQL");
    }

    @Override
    int countDatabases(LoginsServer server, String name) throws SQLException {
        return server.count("select count(*) from information_schema.schemata where schema_name = '" + name + "'");
    }

    @Override
    int countLogins(LoginsServer server, String name) throws SQLException {
        return server.count("select count(*) from mysql.user where user = '" + name + "'");
    }

    @Override
    String endConnections(String login) {
        return "kill user `" + login + "`@`%`";
    }

    @Override
    String dropDatabase(String name) {
        return "drop database `" + name + "`";
    }
}
