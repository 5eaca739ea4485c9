package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Which PostgreSQL servers are refused. A setting of the database stands in for one of the server. */
final class PostgresConnectorIT {

    private final PostgresTestDatabase database = PostgresTestDatabase.embedded();
    private final DatastoreSettings.Postgres settings = (DatastoreSettings.Postgres) database.fresh("default");

    @Test
    void refusesAServerThatConfirmsBeforeItKeeps() throws SQLException {
        database.execute(settings, "alter database " + settings.database() + " set synchronous_commit = off");

        assertThatThrownBy(() -> SqlDatastore.open(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("synchronous_commit");
    }

    @Test
    void refusesAServerThatOnlyReads() throws SQLException {
        database.execute(settings, "alter database " + settings.database() + " set default_transaction_read_only = on");

        assertThatThrownBy(() -> SqlDatastore.open(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("read");
    }
}
