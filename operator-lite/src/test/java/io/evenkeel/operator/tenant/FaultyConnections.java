package io.evenkeel.operator.tenant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the port and its database and has one step fail when it is done and nobody has heard of it: to the database
 * that is the same as failing before the next. A step is a connection, a statement or a commit. Notes down the statements.
 */
final class FaultyConnections implements Connections {

    private final Connections connections;
    private final int failing;
    private final Runnable fault;
    private final List<String> statements;
    private int steps;

    /**
     * @param failing which step, from 1
     * @param fault what happens then, before the connection is closed
     * @param statements where to note them down
     */
    FaultyConnections(Connections connections, int failing, Runnable fault, List<String> statements) {
        this.connections = connections;
        this.failing = failing;
        this.fault = fault;
        this.statements = statements;
    }

    /** Without a fault. */
    static FaultyConnections none(Connections connections, List<String> statements) {
        return new FaultyConnections(connections, Integer.MAX_VALUE, () -> {}, statements);
    }

    boolean hasFailed() {
        return steps >= failing;
    }

    @Override
    public Connection admin() throws SQLException {
        return open(connections::admin);
    }

    @Override
    public Connection admin(String database) throws SQLException {
        return open(() -> connections.admin(database));
    }

    @Override
    public Connection tenant(Tenant tenant, TenantPassword password) throws SQLException {
        return open(() -> connections.tenant(tenant, password));
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    private Connection open(Opening opening) throws SQLException {
        boolean fails = ++steps == failing;
        if (fails) {
            fault.run();
            throw lost();
        }
        Connection connection = opening.open();
        return proxy(
                Connection.class,
                (method, sql, call) -> {
                    note(sql);
                    if (method.equals("commit")) {
                        return step(connection, call);
                    }
                    if (method.equals("unwrap")) {
                        statements.add("something of the driver's own");
                    }
                    Object result = call.run();
                    return switch (result) {
                        case PreparedStatement statement -> faulty(PreparedStatement.class, connection, statement);
                        case Statement statement -> faulty(Statement.class, connection, statement);
                        case null, default -> result;
                    };
                },
                connection);
    }

    private void note(@Nullable String sql) {
        if (sql != null) {
            statements.add(sql.strip());
        }
    }

    private <T extends Statement> T faulty(Class<T> type, Connection connection, T statement) {
        return proxy(
                type,
                (method, sql, call) -> {
                    if (!method.startsWith("execute")) {
                        return call.run();
                    }
                    note(sql);
                    return step(connection, call);
                },
                statement);
    }

    private @Nullable Object step(Connection connection, Call call) throws Throwable {
        Object result = call.run();
        if (++steps != failing) {
            return result;
        }
        fault.run();
        connection.close();
        throw lost();
    }

    private static SQLException lost() {
        return new SQLException("connection lost", "08006");
    }

    private interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    private interface Interception {
        @Nullable
        Object on(String method, @Nullable String sql, Call call) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Interception interception, T target) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) -> interception.on(method.getName(), sql(arguments), () -> {
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                })));
    }

    private static @Nullable String sql(Object @Nullable [] arguments) {
        return arguments != null && arguments.length == 1 && arguments[0] instanceof String sql ? sql : null;
    }
}
