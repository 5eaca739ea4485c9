package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.LogPosition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How the schema comes to be on every kind of database. */
abstract class SchemaContract {

    private TestDatabase database;
    private DatastoreSettings settings;

    abstract TestDatabase database();

    @BeforeEach
    void createDatabase() {
        database = database();
        settings = database.fresh("default");
    }

    @Test
    void createsTheSchemaAndTheStoreOnce() {
        long clusterId;
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            clusterId = datastore.log().load(_ -> {}).clusterId();
            datastore.log().append(LogPosition.START, Batches.creates(11, 2, 1));
        }

        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            assertThat(datastore.log().load(_ -> {}).clusterId()).isEqualTo(clusterId);
            assertThat(datastore.log().load(_ -> {}).head()).isEqualTo(new LogPosition(2, 11));
        }
    }

    @Test
    void upgradesFromTheVersionBefore() throws SQLException {
        List<SchemaStep> oldSteps = database.dialect().schemaSteps();
        List<SchemaStep> newSteps = new ArrayList<>(oldSteps);
        newSteps.add(new SchemaStep("a note", List.of("create table evenkeel_note (text varchar(10))")));
        SqlDatastore.open(settings).close();

        try (Connection connection = database.connect(settings)) {
            connection.setAutoCommit(false);
            new Schema(database.dialect(), newSteps).bringUpToDate(connection, true);
            new Schema(database.dialect(), newSteps).bringUpToDate(connection, true);
            connection.commit();
        }

        database.execute(settings, "insert into evenkeel_note values ('there')");
        assertThat(version()).isEqualTo(oldSteps.size() + 1);
    }

    @Test
    void refusesASchemaNewerThanTheProgram() throws SQLException {
        SqlDatastore.open(settings).close();
        database.execute(settings, "update evenkeel_schema set version = 99");

        assertThatThrownBy(() -> SqlDatastore.open(settings))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("newer evenkeel");
        assertThat(version()).isEqualTo(99);
    }

    @Test
    void saysWhatIsMissingWhereItMayNotCreateIt() throws SQLException {
        assertThatThrownBy(() -> SqlDatastore.open(withoutDdl()))
                .isInstanceOf(UnfitDatastoreException.class)
                .hasMessageContaining(
                        database.dialect().schemaSteps().getFirst().title())
                .hasMessageContaining(
                        "evenkeel schema --dialect " + database.dialect().name());

        try (Connection connection = database.connect(settings);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(database.dialect().findSchemaTable())) {
            assertThat(found.next()).isFalse();
        }
    }

    @Test
    void worksOnTheSchemaOfTheScript() throws SQLException {
        String script = SchemaScript.forDialect(database.dialect().name()).orElseThrow();
        for (String statement : script.strip().split(";\n\n", -1)) {
            database.execute(settings, statement);
        }

        try (SqlDatastore datastore = SqlDatastore.open(withoutDdl())) {
            assertThat(datastore.log().append(LogPosition.START, Batches.creates(11, 2, 1)))
                    .isEqualTo(new AppendResult.Appended());
        }
        assertThat(version()).isEqualTo(database.dialect().schemaSteps().size());
    }

    private DatastoreSettings withoutDdl() {
        DatastoreSettings.Options options = settings.options().withAllowDdl(false);
        return switch (settings) {
            case DatastoreSettings.Sqlite sqlite -> new DatastoreSettings.Sqlite(sqlite.file(), options);
            case DatastoreSettings.Postgres postgres ->
                new DatastoreSettings.Postgres(
                        postgres.host(),
                        postgres.port(),
                        postgres.database(),
                        postgres.user(),
                        postgres.password(),
                        postgres.parameters(),
                        options);
            case DatastoreSettings.MySql mysql ->
                new DatastoreSettings.MySql(
                        mysql.host(),
                        mysql.port(),
                        mysql.database(),
                        mysql.user(),
                        mysql.password(),
                        mysql.parameters(),
                        options);
        };
    }

    private int version() throws SQLException {
        try (Connection connection = database.connect(settings);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from evenkeel_schema")) {
            row.next();
            return row.getInt(1);
        }
    }
}
