package io.evenkeel.perf.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server that loses nothing: what the library switches off for tests is switched on again. */
final class PostgresServer implements AutoCloseable {

    private final EmbeddedPostgres postgres;
    private final long pid;

    private PostgresServer(EmbeddedPostgres postgres, long pid) {
        this.postgres = postgres;
        this.pid = pid;
    }

    static PostgresServer start(Path data) {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .start();
            mustBeOn(postgres, "fsync", "full_page_writes", "synchronous_commit");
            String pidFile = Files.readString(data.resolve("postmaster.pid"));
            return new PostgresServer(
                    postgres, Long.parseLong(pidFile.lines().findFirst().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mustBeOn(EmbeddedPostgres postgres, String... settings) {
        for (String setting : settings) {
            String value = show(postgres, setting);
            if (!value.equals("on")) {
                throw new IllegalStateException("PostgreSQL runs with " + setting + " = " + value);
            }
        }
    }

    private static String show(EmbeddedPostgres postgres, String setting) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot ask PostgreSQL for " + setting, e);
        }
    }

    String version() {
        return show(postgres, "server_version");
    }

    String url() {
        return "postgres://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
    }

    /** Of the postmaster, whose children are all the other processes. */
    long pid() {
        return pid;
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
