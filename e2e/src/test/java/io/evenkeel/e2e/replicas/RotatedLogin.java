package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A login that has a password, which the database asks for, and something to write to: of a database that asks nobody else. */
abstract class RotatedLogin implements AutoCloseable {

    private static final String NAME = "rotated";

    final DatabaseServer database;

    static RotatedLogin of(Backend backend, String password) {
        DatabaseServer database = DatabaseServer.of(backend);
        return switch (backend) {
            case POSTGRES -> new OfPostgres(database, password);
            case MARIADB -> new OfMariaDb(database, password);
            case SQLITE -> throw new IllegalArgumentException("SQLite has no logins");
        };
    }

    private RotatedLogin(DatabaseServer database) {
        this.database = database;
    }

    /** For servers, without the password. */
    abstract String url();

    abstract void change(String password);

    abstract void endConnections();

    /** Part of what is said to whoever has a wrong password. */
    abstract String refusal();

    abstract String jdbcUrl();

    void connect(String password) throws SQLException {
        DriverManager.getConnection(jdbcUrl(), NAME, password).close();
    }

    /** Drops it; nobody has to have a password any more. */
    @Override
    public abstract void close();

    private static final class OfPostgres extends RotatedLogin {

        private final Path rules;

        OfPostgres(DatabaseServer database, String password) {
            super(database);
            this.rules = database.data().resolve("pg_hba.conf");
            rewriteRules("host all " + NAME + " 127.0.0.1/32 scram-sha-256\n" + rules());
            database.execute(
                    "select pg_reload_conf()",
                    "create role " + NAME + " login password '" + password + "'",
                    "create schema authorization " + NAME);
        }

        private String rules() {
            try {
                return Files.readString(rules);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void rewriteRules(String all) {
            try {
                Files.writeString(rules, all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        String url() {
            return "postgres://" + NAME + "@127.0.0.1:" + database.port() + "/postgres?currentSchema=" + NAME;
        }

        @Override
        void change(String password) {
            database.execute("alter role " + NAME + " password '" + password + "'");
        }

        @Override
        void endConnections() {
            database.execute(
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = '" + NAME + "'");
        }

        @Override
        String refusal() {
            return "password authentication failed";
        }

        @Override
        String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres";
        }

        @Override
        public void close() {
            endConnections();
            database.execute("drop schema " + NAME + " cascade", "drop role " + NAME);
            String all = rules();
            rewriteRules(all.substring(all.indexOf('\n') + 1));
            database.execute("select pg_reload_conf()");
        }
    }

    /** The server, started without its tables of logins, loads them; when it is started again it does without once more. */
    private static final class OfMariaDb extends RotatedLogin {

        OfMariaDb(DatabaseServer database, String password) {
            super(database);
            database.execute(
                    "delete from mysql.global_priv where user = ''",
                    "flush privileges",
                    "create or replace user root@localhost",
                    "grant all on *.* to root@localhost with grant option",
                    "create user " + NAME + "@'%' identified by '" + password + "'",
                    "create database " + NAME,
                    "grant all on " + NAME + ".* to " + NAME + "@'%'");
        }

        @Override
        String url() {
            return "mysql://" + NAME + "@127.0.0.1:" + database.port() + "/" + NAME;
        }

        @Override
        void change(String password) {
            database.execute("alter user " + NAME + "@'%' identified by '" + password + "'");
        }

        @Override
        void endConnections() {
            database.execute("kill user " + NAME);
        }

        @Override
        String refusal() {
            return "Access denied for user";
        }

        @Override
        String jdbcUrl() {
            return "jdbc:mysql://127.0.0.1:" + database.port() + "/" + NAME;
        }

        @Override
        public void close() {
            endConnections();
            database.execute("drop database " + NAME, "drop user " + NAME + "@'%'");
            database.process().kill();
            database.restart();
        }
    }
}
