package io.evenkeel.operator.tenant;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A PostgreSQL that lets in only its superuser without a password. */
public final class PostgresWithLogins extends LoginsServer {

    private static final class Started {
        private static final PostgresWithLogins SERVER = install();
    }

    private PostgresWithLogins(Path folder) {
        super(folder);
    }

    public static PostgresWithLogins running() {
        return Started.SERVER;
    }

    private static PostgresWithLogins install() {
        var server = new PostgresWithLogins(scratch("postgres"));
        try {
            EmbeddedPostgres.builder()
                    .setDataDirectory(server.data())
                    .setCleanDataDirectory(false)
                    .start()
                    .close();
            Files.writeString(
                    server.data().resolve("pg_hba.conf"),
                    "host all postgres " + LOOPBACK + "/32 trust\nhost all all " + LOOPBACK + "/32 scram-sha-256\n");
            server.start();
            server.asRoot("create role " + Quoted.postgres(ADMIN) + " login createdb createrole password '"
                    + ADMIN_PASSWORD + "'");
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private Path data() {
        return folder().resolve("data");
    }

    /** What runs as root otherwise runs in a user namespace of its own. */
    @Override
    ProcessBuilder program() {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(binary(), "-D", data().toString(), "-p", Integer.toString(port())));
        for (String setting : List.of(
                "listen_addresses=" + LOOPBACK, "unix_socket_directories=", "max_connections=" + maxConnections())) {
            command.addAll(List.of("-c", setting));
        }
        return new ProcessBuilder(command);
    }

    /** The program that made this data: it notes down its own path there. */
    private String binary() {
        try {
            String options = Files.readString(data().resolve("postmaster.opts"));
            return options.substring(0, options.indexOf(' '));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    String url(String database) {
        return "jdbc:postgresql://" + LOOPBACK + ":" + port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8) + "?connectTimeout=2";
    }

    @Override
    Connection root() throws SQLException {
        return DriverManager.getConnection(url("postgres"), "postgres", "");
    }

    @Override
    public String connectionsOf(String login) {
        return "select count(*) from pg_stat_activity where usename = " + Quoted.postgresText(login);
    }

    @Override
    DatabaseServer underTest(UnaryOperator<Connections> between) {
        return new SqlDatabaseServer(new PostgresTenants(), admin(), between.apply(JdbcConnections.postgres(admin())));
    }

    @Override
    public void secure(Path certificate, Path key) throws IOException, SQLException {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        asRoot(
                "alter system set ssl_cert_file = '" + certificate + "'",
                "alter system set ssl_key_file = '" + key + "'",
                "alter system set ssl = on",
                "select pg_reload_conf()");
    }

    @Override
    public void unsecure() throws SQLException {
        asRoot(
                "alter system reset ssl",
                "alter system reset ssl_cert_file",
                "alter system reset ssl_key_file",
                "select pg_reload_conf()");
    }

    @Override
    public void createDatabase(String name) throws SQLException {
        asRoot("create database " + Quoted.postgres(name));
    }

    @Override
    void createLogin(String name, String password) throws SQLException {
        asRoot("create role " + Quoted.postgres(name) + " login password '" + password + "'");
    }

    @Override
    int maxConnections() {
        return 50;
    }

    @Override
    int reservedConnections() {
        return 3;
    }

    @Override
    public String noAccess() {
        return "permission denied for database";
    }
}
