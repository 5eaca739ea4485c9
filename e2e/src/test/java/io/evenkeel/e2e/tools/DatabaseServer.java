package io.evenkeel.e2e.tools;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A database server of the tests' own, as a process that can be killed, stopped and started again on the same data and port.
 * There is at most one of each kind in a JVM, and it ends with it.
 */
public abstract class DatabaseServer {

    private static final Duration START = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private RunningProcess process;
    private int starts;

    private static final class Postgres {
        private static final DatabaseServer SERVER = PostgresServer.install(Scratch.untilExit("postgres"));
    }

    private static final class MariaDb {
        private static final DatabaseServer SERVER = MariaDbServer.install(Scratch.untilExit("mariadb"));
    }

    /** The one of this kind, running when this returns. */
    public static DatabaseServer of(Backend backend) {
        return switch (backend) {
            case POSTGRES -> Postgres.SERVER;
            case MARIADB -> MariaDb.SERVER;
            case SQLITE -> throw new IllegalArgumentException("SQLite has no server");
        };
    }

    DatabaseServer(Path data, int port) {
        this.data = data;
        this.port = port;
        this.process = launched();
    }

    /** The command that runs the server in the foreground. */
    abstract Command command();

    abstract String jdbcUrl();

    /**
     * A query for what identifies each transaction that holds an append lock at the moment although its client has nothing
     * under way: one waiting to be committed.
     */
    abstract String idleLockHolders();

    /** The store of this name, reached through this port: the server's own, or that of a proxy before it. */
    public abstract Backend.Datastore datastore(String store, int atPort);

    public int port() {
        return port;
    }

    /** Where the server keeps everything. */
    public Path data() {
        return data;
    }

    public RunningProcess process() {
        return process;
    }

    /** Starts it again after its end; it takes connections when this returns. */
    public void restart() {
        process.close();
        process = launched();
    }

    private RunningProcess launched() {
        Path log = data.resolveSibling(data.getFileName() + "-" + starts++ + ".log");
        RunningProcess launched = command().start(log);
        launched.awaitUntil("connections", START, this::takesConnections);
        return launched;
    }

    private boolean takesConnections() {
        try (Connection connection = DriverManager.getConnection(jdbcUrl())) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Whether one and the same transaction holds an append lock, idle, at each of {@code looks} looks one after the other. */
    public boolean hasStuckLock(int looks) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl())) {
            Set<String> stuck = idleHolders(connection);
            for (int look = 1; look < looks && !stuck.isEmpty(); look++) {
                stuck.retainAll(idleHolders(connection));
            }
            return !stuck.isEmpty();
        } catch (SQLException e) {
            throw new AssertionError("cannot look for locks", e);
        }
    }

    /** Numbers of the connections, but for the one that asks, that have a statement under way at the moment. */
    abstract String busyConnections();

    /** What cancels the statement that this connection has under way. */
    abstract String cancelStatement(String connection);

    /** What ends this connection. */
    abstract String endConnection(String connection);

    /** Cancels what is under way; returns how many statements that were. */
    public int cancelStatements() {
        return kill(this::cancelStatement);
    }

    /** Ends the connections that have something under way; returns how many there were. */
    public int endConnections() {
        return kill(this::endConnection);
    }

    private int kill(UnaryOperator<String> command) {
        int killed = 0;
        try (Connection own = DriverManager.getConnection(jdbcUrl());
                Statement statement = own.createStatement()) {
            List<String> busy = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(busyConnections())) {
                while (rows.next()) {
                    busy.add(rows.getString(1));
                }
            }
            for (String connection : busy) {
                try {
                    statement.execute(command.apply(connection));
                    killed++;
                } catch (SQLException e) {
                    // it has ended by itself meanwhile
                }
            }
        } catch (SQLException e) {
            throw new AssertionError("cannot kill statements", e);
        }
        return killed;
    }

    /** Lets it show this certificate to whoever connects by TLS; it takes connections when this returns. */
    public abstract void secure(Path certificate, Path key);

    /** Ends what {@link #secure} began. */
    public abstract void unsecure();

    /** For whoever administers it. */
    public void execute(String... statements) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new AssertionError("cannot execute " + List.of(statements), e);
        }
    }

    private Set<String> idleHolders(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(idleLockHolders())) {
            Set<String> holders = new HashSet<>();
            while (rows.next()) {
                holders.add(rows.getString(1));
            }
            return holders;
        }
    }
}
