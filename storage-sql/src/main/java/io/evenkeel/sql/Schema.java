package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables, in numbered versions: version <i>n</i> is what the first <i>n</i> steps made. The database knows its version
 * and is brought to the program's, step by step under a lock; never back.
 */
final class Schema {

    private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

    private static final String CREATE_VERSION =
            "create table if not exists evenkeel_schema (version integer not null)";
    private static final String READ_VERSION = "select max(version) from evenkeel_schema";
    private static final String DELETE_VERSION = "delete from evenkeel_schema";
    private static final String INSERT_VERSION = "insert into evenkeel_schema (version) values (?)";

    private final Dialect dialect;
    private final List<SchemaStep> steps;

    Schema(Dialect dialect, List<SchemaStep> steps) {
        this.dialect = dialect;
        this.steps = List.copyOf(steps);
    }

    Schema(Dialect dialect) {
        this(dialect, dialect.schemaSteps());
    }

    /** Everything that {@link #bringUpToDate} would run on an empty database, for an administrator to run instead. */
    static String ddl(Dialect dialect) {
        List<SchemaStep> steps = dialect.schemaSteps();
        var script = new StringBuilder("-- evenkeel, schema version " + steps.size() + " for " + dialect.name() + "\n");
        script.append(CREATE_VERSION).append(";\n\n");
        for (SchemaStep step : steps) {
            script.append("-- ").append(step.title()).append('\n');
            step.statements()
                    .forEach(statement -> script.append(statement.strip()).append(";\n\n"));
        }
        script.append(DELETE_VERSION).append(";\n\n");
        script.append(INSERT_VERSION.replace("?", String.valueOf(steps.size()))).append(";\n");
        return script.toString();
    }

    /**
     * Runs the steps that are missing. The caller has {@linkplain Dialect#lockSchema locked} the schema.
     *
     * @throws UnfitDatastoreException when the schema is newer than this program, or older and DDL is not allowed
     */
    void bringUpToDate(Connection connection, boolean allowDdl) throws SQLException {
        int version = version(connection);
        if (version > steps.size()) {
            throw new UnfitDatastoreException("the schema in the database has version " + version
                    + ", this program knows it up to version " + steps.size() + ": run a newer evenkeel");
        }
        if (version < steps.size() && !allowDdl) {
            throw new UnfitDatastoreException("the schema in the database has version " + version + ", version "
                    + steps.size() + " is needed and this server may not run DDL. Missing: "
                    + steps.subList(version, steps.size()).stream()
                            .map(SchemaStep::title)
                            .collect(Collectors.joining("; "))
                    + ". An administrator can create it from the output of: evenkeel schema --dialect "
                    + dialect.name());
        }
        for (int next = version + 1; next <= steps.size(); next++) {
            SchemaStep step = steps.get(next - 1);
            LOG.info("schema version {}: {}", next, step.title());
            run(connection, step, next);
        }
    }

    /**
     * Makes sure that the schema is this program's, for who only reads.
     *
     * @throws UnfitDatastoreException when it is older or newer, or there is none
     */
    void requireCurrent(Connection connection) throws SQLException {
        int version = version(connection);
        if (version == 0) {
            throw new UnfitDatastoreException("there are no tables of evenkeel in this database");
        }
        if (version != steps.size()) {
            throw new UnfitDatastoreException("the schema in the database has version " + version
                    + ", this program is made for version " + steps.size() + ": "
                    + (version > steps.size() ? "run a newer evenkeel" : "run this evenkeel's serve first"));
        }
    }

    private int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet found = statement.executeQuery(dialect.findSchemaTable())) {
                if (!found.next()) {
                    return 0;
                }
            }
            try (ResultSet version = statement.executeQuery(READ_VERSION)) {
                version.next();
                return version.getInt(1);
            }
        }
    }

    private static void run(Connection connection, SchemaStep step, int version) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE_VERSION);
            for (String sql : step.statements()) {
                statement.execute(sql);
            }
            statement.execute(DELETE_VERSION);
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT_VERSION)) {
            insert.setInt(1, version);
            insert.executeUpdate();
        }
    }
}
