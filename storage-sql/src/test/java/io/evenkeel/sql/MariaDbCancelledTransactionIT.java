package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.log.DatastoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** An administrator cancels the very statement that begins a transaction: MySQL's driver takes it for begun all the same. */
final class MariaDbCancelledTransactionIT {

    private final DatastoreSettings.MySql settings =
            (DatastoreSettings.MySql) MySqlTestDatabase.embedded().common("cancelled");

    @Test
    void leavesNoConnectionOnWhichThereIsNone() throws SQLException {
        try (Connection direct = new MySqlConnector(settings).open(Connector.Purpose.WRITE);
                Statement statement = direct.createStatement();
                var pool = new PooledConnections(cancellingOnce(), Connector.Purpose.WRITE, 1)) {
            statement.execute("create table cancelled (id int)");
            try {
                assertThatThrownBy(() -> pool.inTransaction(connection -> 0)).isInstanceOf(DatastoreException.class);

                assertThatThrownBy(() -> pool.inTransaction(connection -> {
                            try (Statement insert = connection.createStatement()) {
                                insert.execute("insert into cancelled values (1)");
                            }
                            throw new SQLException("no more of this");
                        }))
                        .hasMessageContaining("no more of this");

                try (ResultSet rows = statement.executeQuery("select count(*) from cancelled")) {
                    rows.next();
                    assertThat(rows.getInt(1)).isZero();
                }
            } finally {
                statement.execute("drop table cancelled");
            }
        }
    }

    private Connector cancellingOnce() {
        var connector = new MySqlConnector(settings);
        var due = new AtomicBoolean(true);
        return purpose -> {
            Connection connection = connector.open(purpose);
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        try {
                            Object result = method.invoke(connection, arguments);
                            if (method.getName().equals("setAutoCommit")
                                    && Boolean.FALSE.equals(arguments[0])
                                    && due.getAndSet(false)) {
                                try (Statement back = connection.createStatement()) {
                                    back.execute("set autocommit = 1");
                                }
                                throw new SQLException("Query execution was interrupted", "70100", 1317);
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        };
    }
}
