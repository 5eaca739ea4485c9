package io.evenkeel.sql;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.mysql.MySQLContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Servers in containers, one per image, started when first asked for and stopped with the JVM. */
final class ContainerDatabases {

    private static final Map<String, SharedTestDatabase> STARTED = new ConcurrentHashMap<>();

    private ContainerDatabases() {}

    static SharedTestDatabase of(String image) {
        return STARTED.computeIfAbsent(image, ContainerDatabases::start);
    }

    private static SharedTestDatabase start(String image) {
        return switch (image.substring(0, image.indexOf(':'))) {
            case "postgres" -> startPostgres(image);
            case "mysql" -> startMySql(image);
            case "mariadb" -> startMariaDb(image);
            default -> throw new IllegalArgumentException(image);
        };
    }

    @SuppressWarnings("resource") // stopped with the JVM
    private static SharedTestDatabase startPostgres(String image) {
        var container = new PostgreSQLContainer(image);
        container.start();
        return new PostgresTestDatabase(new DatastoreSettings.Postgres(
                container.getHost(),
                container.getMappedPort(5432),
                container.getDatabaseName(),
                container.getUsername(),
                new LoginPassword.Known(container.getPassword()),
                Map.of(),
                DatastoreSettings.Options.DEFAULTS));
    }

    @SuppressWarnings("resource") // stopped with the JVM
    private static SharedTestDatabase startMySql(String image) {
        var container = new MySQLContainer(image);
        container.start();
        return mysql(container.getHost(), container.getMappedPort(3306), container.getPassword());
    }

    @SuppressWarnings("resource") // stopped with the JVM
    private static SharedTestDatabase startMariaDb(String image) {
        var container = new MariaDBContainer(image);
        container.start();
        return mysql(container.getHost(), container.getMappedPort(3306), container.getPassword());
    }

    /** As root, who may create databases and end others' connections. */
    private static SharedTestDatabase mysql(String host, int port, String rootPassword) {
        return new MySqlTestDatabase(new DatastoreSettings.MySql(
                host,
                port,
                "test",
                "root",
                new LoginPassword.Known(rootPassword),
                Map.of(),
                DatastoreSettings.Options.DEFAULTS));
    }
}
