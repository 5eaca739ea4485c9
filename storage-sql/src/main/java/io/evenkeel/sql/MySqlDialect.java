package io.evenkeel.sql;

import io.evenkeel.mvcc.replica.WakeUps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/**
 * MySQL 8 and MariaDB 10.6, and newer. Appenders keep each other out by a lock on the store's row, which ends with their
 * transaction; {@code get_lock} would outlive it. DDL commits by itself, hence {@code if not exists}.
 */
final class MySqlDialect implements Dialect {

    private static final int DUPLICATE_KEY = 1062;

    private static final String CREATE_STORE = """
            create table if not exists evenkeel_store (
                id         int    not null primary key,
                name       varchar(200) character set utf8mb4 collate utf8mb4_bin not null unique,
                cluster_id bigint not null,
                compacted  bigint not null,
                purged     bigint not null)
                engine = innodb
            """;

    private static final String CREATE_REVISION = """
            create table if not exists evenkeel_revision (
                store       int    not null,
                main        bigint not null,
                sub         int    not null,
                create_main bigint not null,
                version     bigint not null,
                prev_main   bigint not null,
                lease       bigint not null,
                batch       bigint not null,
                key_bytes   longblob not null,
                value_bytes longblob,
                primary key (store, main, sub))
                engine = innodb row_format = dynamic
            """;

    private static final String CREATE_LEASE = """
            create table if not exists evenkeel_lease (
                store       int    not null,
                id          bigint not null,
                ttl_seconds bigint not null,
                expires_at  bigint not null,
                primary key (store, id))
                engine = innodb
            """;

    private static final String CREATE_REPLICA = """
            create table if not exists evenkeel_replica (
                store       int not null,
                member_id   bigint not null,
                name        varchar(1000) character set utf8mb4 not null,
                client_urls text character set utf8mb4 not null,
                joined_at   bigint not null,
                seen_at     bigint not null,
                primary key (store, member_id))
                engine = innodb
            """;

    private static final String CREATE_ALARM = """
            create table if not exists evenkeel_alarm (
                store     int not null,
                kind      varchar(20) character set ascii not null,
                member_id bigint not null,
                primary key (store, kind, member_id))
                engine = innodb
            """;

    private static final String CREATE_IMPORT = """
            create table if not exists evenkeel_import (
                store  int not null primary key,
                source varchar(500) character set utf8mb4 not null,
                batch  bigint not null,
                owner  bigint not null)
                engine = innodb
            """;

    private static final List<SchemaStep> STEPS = List.of(
            new SchemaStep("stores, revisions and leases", List.of(CREATE_STORE, CREATE_REVISION, CREATE_LEASE)),
            new SchemaStep("who serves a store", List.of(CREATE_REPLICA)),
            new SchemaStep("alarms", List.of(CREATE_ALARM)),
            new SchemaStep("imports", List.of(CREATE_IMPORT)));

    /** The lock that whoever changes the schema has: of 64 characters at most, however long the database's name is. */
    static final String SCHEMA_LOCK =
            "concat('evenkeel ', if(char_length(database()) <= 55, database()," + " left(sha2(database(), 256), 55)))";

    private static final String DELETE_SUPERSEDED = """
            delete older
            from evenkeel_revision newer
            join evenkeel_revision older
              on older.store = newer.store and older.main = newer.prev_main and older.key_bytes = newer.key_bytes
            where newer.store = ? and newer.main >= ? and newer.main <= ?
              and (older.main < newer.main or (older.sub < newer.sub and newer.main < ?))
            """;

    /** Of all stores in the database, as the server last counted. */
    private static final String SIZE = """
            select sum(data_length + index_length + data_free)
            from information_schema.tables
            where table_schema = database()
              and table_name in ('evenkeel_store', 'evenkeel_revision', 'evenkeel_lease')
            """;

    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public boolean shared() {
        return true;
    }

    @Override
    public List<SchemaStep> schemaSteps() {
        return STEPS;
    }

    @Override
    public String findSchemaTable() {
        return "select 1 from information_schema.tables"
                + " where table_schema = database() and table_name = 'evenkeel_schema'";
    }

    @Override
    public void lockSchema(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select get_lock(" + SCHEMA_LOCK + ", 60)");
                ResultSet row = lock.executeQuery()) {
            if (!row.next() || row.getInt(1) != 1) {
                throw new SQLException("another server has been changing the schema for a minute");
            }
        }
    }

    /** The time of the call ({@code now()} is that of the statement), in a session that is at UTC. */
    @Override
    public String nowMillis() {
        return "(timestampdiff(microsecond, '1970-01-01 00:00:00', sysdate(3)) div 1000)";
    }

    @Override
    public String forUpdate() {
        return " for update";
    }

    @Override
    public String lockAppends() {
        return "select id from evenkeel_store where id = ? for update";
    }

    @Override
    public boolean takesSeveralStatements() {
        return true;
    }

    @Override
    public void beginSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read");
            statement.execute("start transaction with consistent snapshot, read only");
        }
    }

    /** The driver streams row by row or not at all. */
    @Override
    public int streamingFetchSize(int rows) {
        return Integer.MIN_VALUE;
    }

    @Override
    public BatchInsert batchInsert() {
        return new RowByRowInsert();
    }

    @Override
    public Optional<OneTripAppend> oneTripAppend() {
        return Optional.empty();
    }

    @Override
    public String logRows() {
        return RevisionLogSql.ROWS;
    }

    @Override
    public boolean boundsBytes() {
        return false;
    }

    @Override
    public String deleteSuperseded() {
        return DELETE_SUPERSEDED;
    }

    @Override
    public String size() {
        return SIZE;
    }

    @Override
    public String unlessThere(String insert) {
        return insert.replaceFirst("insert into", "insert ignore into");
    }

    @Override
    public boolean updatesReturnRows() {
        return false;
    }

    @Override
    public Optional<WakeUps> wakeUps(Connector connector, int store) {
        return Optional.empty();
    }

    @Override
    public Optional<String> tellMembersChanged() {
        return Optional.empty();
    }

    @Override
    public String servesReadsOnly() {
        return "@@global.read_only";
    }

    @Override
    public boolean isDuplicateKey(SQLException e) {
        return e.getErrorCode() == DUPLICATE_KEY;
    }
}
