package io.evenkeel.e2e.tools;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A PostgreSQL. */
final class PostgresServer extends DatabaseServer {

    private static final String LOOPBACK = "127.0.0.1";

    /** Does not run as root, but does in a user namespace of its own. */
    private static final Path OTHER_USER = Path.of("unshare");

    private PostgresServer(Path data, int port) {
        super(data, port);
    }

    static DatabaseServer install(Scratch scratch) {
        Path data = scratch.folder("data");
        int port = FreePorts.take();
        try {
            EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .start()
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot install PostgreSQL", e);
        }
        return new PostgresServer(data, port);
    }

    @Override
    Command command() {
        boolean root = System.getProperty("user.name").equals("root");
        Command command = root ? Command.of(OTHER_USER, "-U", binary(data())) : Command.of(Path.of(binary(data())));
        return command.with(
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port()),
                "-c",
                "listen_addresses=" + LOOPBACK,
                "-c",
                "unix_socket_directories=",
                "-c",
                "synchronous_commit=on",
                "-c",
                "max_connections=200");
    }

    /** The program that last served this data: it notes down its own path there. */
    private static String binary(Path data) {
        try {
            String options = Files.readString(data.resolve("postmaster.opts"));
            return options.substring(0, options.indexOf(' '));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot find the program of " + data, e);
        }
    }

    @Override
    String jdbcUrl() {
        return "jdbc:postgresql://" + LOOPBACK + ":" + port() + "/postgres?user=postgres&connectTimeout=2";
    }

    @Override
    String idleLockHolders() {
        return """
                select activity.pid || ' since ' || activity.xact_start
                from pg_locks locks join pg_stat_activity activity using (pid)
                where locks.locktype = 'advisory' and locks.granted and activity.state = 'idle in transaction'
                """;
    }

    @Override
    String busyConnections() {
        return """
                select pid from pg_stat_activity
                where application_name = 'evenkeel' and state in ('active', 'idle in transaction')
                """;
    }

    @Override
    String cancelStatement(String connection) {
        return "select pg_cancel_backend(" + connection + ")";
    }

    @Override
    String endConnection(String connection) {
        return "select pg_terminate_backend(" + connection + ")";
    }

    @Override
    public void secure(Path certificate, Path key) {
        execute(
                "alter system set ssl_cert_file = '" + certificate + "'",
                "alter system set ssl_key_file = '" + key + "'",
                "alter system set ssl = on",
                "select pg_reload_conf()");
    }

    @Override
    public void unsecure() {
        execute(
                "alter system reset ssl",
                "alter system reset ssl_cert_file",
                "alter system reset ssl_key_file",
                "select pg_reload_conf()");
    }

    @Override
    public Backend.Datastore datastore(String store, int atPort) {
        return new Backend.Datastore("postgres://postgres:none@" + LOOPBACK + ":" + atPort + "/postgres", store);
    }
}
