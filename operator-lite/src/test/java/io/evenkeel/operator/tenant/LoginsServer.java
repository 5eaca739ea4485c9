package io.evenkeel.operator.tenant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A database server that asks for passwords, as a process that can be killed and comes back with its data on its port; it
 * ends with this JVM. Its admin is no superuser. Further modules test with it too.
 */
public abstract class LoginsServer {

    public static final String ADMIN = "the-operator's";
    public static final String ADMIN_PASSWORD = "admin-secret";
    public static final String LOOPBACK = "127.0.0.1";

    private static final long START_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final Path folder;
    private final int port = freePort();
    private @Nullable Process process;

    LoginsServer(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(new Thread(this::killAndDelete));
    }

    /** The program, in the foreground. */
    abstract ProcessBuilder program();

    abstract String url(String database);

    /** A connection of who may do anything. */
    abstract Connection root() throws SQLException;

    /** A query for how many there are of this login's. */
    public abstract String connectionsOf(String login);

    /** The port under test, with something between it and its connections. */
    abstract DatabaseServer underTest(UnaryOperator<Connections> between);

    /** It shows this certificate, from now on, to whoever connects by TLS. */
    public abstract void secure(Path certificate, Path key) throws IOException, SQLException;

    /** Ends what {@link #secure} began. */
    public abstract void unsecure() throws SQLException;

    /** By somebody else, who knows of no control planes. */
    public abstract void createDatabase(String name) throws SQLException;

    abstract void createLogin(String name, String password) throws SQLException;

    abstract int maxConnections();

    abstract int reservedConnections();

    /** What a login without rights is told. */
    public abstract String noAccess();

    Path folder() {
        return folder;
    }

    public int port() {
        return port;
    }

    AdminAccess admin() {
        return new AdminAccess(LOOPBACK, port, "postgres", ADMIN, ADMIN_PASSWORD, Map.of());
    }

    public Connection connect(String database, String login, String password) throws SQLException {
        return DriverManager.getConnection(url(database), login, password);
    }

    /** Takes connections when this returns. Tries again while processes of one that was killed are still going away. */
    public void start() {
        start(program());
    }

    final void start(ProcessBuilder program) {
        long begun = System.nanoTime();
        Process started = launch(program);
        while (!takesConnections()) {
            if (System.nanoTime() - begun > START_NANOS) {
                throw new AssertionError("the database does not start; see " + log());
            }
            if (!started.isAlive()) {
                started = launch(program);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private Process launch(ProcessBuilder program) {
        try {
            Process started = program.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
            process = started;
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return folder.resolve("log");
    }

    private boolean takesConnections() {
        try (Connection connection = root()) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** As if its machine had lost power. */
    public void kill() {
        Process running = process;
        if (running != null) {
            try {
                running.destroyForcibly();
                if (!running.waitFor(30, TimeUnit.SECONDS)) {
                    throw new AssertionError("the database does not end");
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void killAndDelete() {
        kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void asRoot(String... statements) throws SQLException {
        try (Connection connection = root();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    public int count(String sql) throws SQLException {
        try (Connection connection = root();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }

    static Path scratch(String name) {
        try {
            return Files.createTempDirectory("evenkeel-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
