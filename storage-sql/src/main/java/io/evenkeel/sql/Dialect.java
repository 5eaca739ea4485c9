package io.evenkeel.sql;

import io.evenkeel.mvcc.replica.WakeUps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** What differs between the databases. Has no state; how to reach a database is its {@link Connector}'s matter. */
sealed interface Dialect permits SqliteDialect, PostgresDialect, MySqlDialect {

    Dialect SQLITE = new SqliteDialect();
    Dialect POSTGRES = new PostgresDialect();
    Dialect MYSQL = new MySqlDialect();

    /** As {@code evenkeel schema --dialect} takes it. */
    String name();

    /** Whether other processes may write to the same database. */
    boolean shared();

    /** The steps that create the schema and bring it from each version to the next. */
    List<SchemaStep> schemaSteps();

    /** A query with a row if there is a table {@code evenkeel_schema}. */
    String findSchemaTable();

    /** Makes this the only connection that looks at or changes the schema, until it is closed at the latest. */
    void lockSchema(Connection connection) throws SQLException;

    /** The database's clock, now and not at the start of the transaction, in milliseconds since 1970. */
    String nowMillis();

    /** What a {@code select} ends with that keeps its rows from changing until the transaction ends. */
    String forUpdate();

    /**
     * What takes the append lock of a store until the transaction ends; empty where there is nobody to lock out.
     * Parameter: the store.
     */
    String lockAppends();

    /** Whether {@code a; b} can be sent as one statement, the results coming one after the other. */
    boolean takesSeveralStatements();

    /** Begins a transaction all of whose reads see the database as it is at the first. */
    void beginSnapshot(Connection connection) throws SQLException;

    /** The fetch size with which a result too long for memory is streamed, about {@code rows} at a time. */
    int streamingFetchSize(int rows);

    /** How this database inserts the rows of a batch quickest. */
    BatchInsert batchInsert();

    /** How this database appends in one round trip, if it can. */
    Optional<OneTripAppend> oneTripAppend();

    /**
     * Rows after a revision. Parameters: store, after, to, rows at most; and if {@link #boundsBytes}, bytes at most and
     * the revision to return whatever its size.
     */
    String logRows();

    /** Whether {@link #logRows} takes a limit of bytes; else the reader stops the stream. */
    boolean boundsBytes();

    /**
     * Deletes what the changes of some revisions have superseded; what was superseded within one revision only when that is
     * below the last, so that the last one stays whole. Parameters: store, first revision, last revision, last revision.
     */
    String deleteSuperseded();

    /** Two numbers: bytes taken, bytes that hold data. */
    String size();

    /** The same insert, but of nothing when the key is there already. */
    String unlessThere(String insert);

    /** Whether an update can end with {@code returning}. */
    boolean updatesReturnRows();

    /** How servers of a store wake each other up through the database, if they can. */
    Optional<WakeUps> wakeUps(Connector connector, int store);

    /** A query that tells {@link #wakeUps} of all servers that the members of a store have changed. Parameter: the store. */
    Optional<String> tellMembersChanged();

    /**
     * An expression that is true on a server that is a standby or was made one while connections were open: what it has
     * proves nothing.
     */
    String servesReadsOnly();

    /** The failure of an insert because the slot is taken. */
    boolean isDuplicateKey(SQLException e);
}
