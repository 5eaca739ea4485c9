package io.evenkeel.perf.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL server that loses nothing: what the library switches off for tests is switched on again. */
final class PostgresServer implements Database {

    private final EmbeddedPostgres postgres;
    private final SqlSession session;
    private final long pid;

    private PostgresServer(EmbeddedPostgres postgres, SqlSession session, long pid) {
        this.postgres = postgres;
        this.session = session;
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
            SqlSession session = SqlSession.open(postgres.getJdbcUrl("postgres", "postgres"));
            session.require("show fsync", "on");
            session.require("show full_page_writes", "on");
            session.require("show synchronous_commit", "on");
            String pidFile = Files.readString(data.resolve("postmaster.pid"));
            return new PostgresServer(
                    postgres,
                    session,
                    Long.parseLong(pidFile.lines().findFirst().orElseThrow()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return postgres.getPort();
    }

    @Override
    public String url(int port) {
        return "postgres://postgres:postgres@127.0.0.1:" + port + "/postgres";
    }

    @Override
    public long pid() {
        return pid;
    }

    /** Transactions, in truth: PostgreSQL counts no statements, and a statement alone is one. */
    @Override
    public long statements() {
        return Long.parseLong(session.value(
                "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()"));
    }

    @Override
    public void close() {
        session.close();
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
