package io.evenkeel.sql;

import io.evenkeel.mvcc.replica.WakeUps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** PostgreSQL 13 and newer. Appenders and schema changes keep each other out by advisory locks, which leave no rows behind. */
final class PostgresDialect implements Dialect {

    /** First key of the append locks; the second is the store. */
    static final int APPEND_LOCK = 0x65766b6c;

    private static final long SCHEMA_LOCK = 0x65766b6c_73636865L;

    private static final String CREATE_STORE = """
            create table evenkeel_store (
                id         integer primary key,
                name       text    not null unique,
                cluster_id bigint  not null,
                compacted  bigint  not null,
                purged     bigint  not null)
            """;

    private static final String CREATE_REVISION = """
            create table evenkeel_revision (
                main        bigint  not null,
                create_main bigint  not null,
                version     bigint  not null,
                prev_main   bigint  not null,
                lease       bigint  not null,
                batch       bigint  not null,
                store       integer not null,
                sub         integer not null,
                key_bytes   bytea   not null,
                value_bytes bytea,
                primary key (store, main, sub))
            """;

    /** Not compressed: values are often compressed or random already, and the server's processor is dearer than its disk. */
    private static final String STORE_VALUES_PLAIN = """
            alter table evenkeel_revision alter column value_bytes set storage external
            """;

    private static final String CREATE_LEASE = """
            create table evenkeel_lease (
                id          bigint  not null,
                ttl_seconds bigint  not null,
                expires_at  bigint  not null,
                store       integer not null,
                primary key (store, id))
            """;

    private static final String CREATE_REPLICA = """
            create table evenkeel_replica (
                store       integer not null,
                member_id   bigint not null,
                name        text not null,
                client_urls text not null,
                joined_at   bigint not null,
                seen_at     bigint not null,
                primary key (store, member_id))
            """;

    private static final String CREATE_ALARM = """
            create table evenkeel_alarm (
                store     integer not null,
                kind      text not null,
                member_id bigint not null,
                primary key (store, kind, member_id))
            """;

    private static final String CREATE_IMPORT = """
            create table evenkeel_import (
                store  integer not null primary key,
                source text not null,
                batch  bigint not null,
                owner  bigint not null)
            """;

    private static final List<SchemaStep> STEPS = List.of(
            new SchemaStep(
                    "stores, revisions and leases",
                    List.of(CREATE_STORE, CREATE_REVISION, STORE_VALUES_PLAIN, CREATE_LEASE)),
            new SchemaStep("who serves a store", List.of(CREATE_REPLICA)),
            new SchemaStep("alarms", List.of(CREATE_ALARM)),
            new SchemaStep("appends as one statement", List.of(UnnestInsert.CREATE_APPEND)),
            new SchemaStep("imports", List.of(CREATE_IMPORT)));

    private static final String DELETE_SUPERSEDED = """
            delete from evenkeel_revision older
            using evenkeel_revision newer
            where newer.store = ? and newer.main >= ? and newer.main <= ?
              and older.store = newer.store and older.main = newer.prev_main and older.key_bytes = newer.key_bytes
              and (older.main < newer.main or (older.sub < newer.sub and newer.main < ?))
            """;

    /** Of all stores in the database. What is in use is not known without reading everything. */
    private static final String SIZE = """
            select sum(size)
            from (select pg_total_relation_size(name) as size
                  from (values ('evenkeel_store'), ('evenkeel_revision'), ('evenkeel_lease')) as tables (name)) as sizes
            """;

    @Override
    public String name() {
        return "postgres";
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
        return "select 1 where to_regclass('evenkeel_schema') is not null";
    }

    @Override
    public void lockSchema(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)")) {
            lock.setLong(1, SCHEMA_LOCK);
            lock.execute();
        }
    }

    @Override
    public String nowMillis() {
        return "(extract(epoch from clock_timestamp()) * 1000)::bigint";
    }

    @Override
    public String forUpdate() {
        return " for update";
    }

    @Override
    public String lockAppends() {
        return "select pg_advisory_xact_lock(" + APPEND_LOCK + ", ?)";
    }

    @Override
    public boolean takesSeveralStatements() {
        return true;
    }

    @Override
    public void beginSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
        }
    }

    @Override
    public int streamingFetchSize(int rows) {
        return rows;
    }

    @Override
    public BatchInsert batchInsert() {
        return new UnnestInsert();
    }

    @Override
    public Optional<OneTripAppend> oneTripAppend() {
        return Optional.of(new UnnestInsert());
    }

    @Override
    public String logRows() {
        return RevisionLogSql.ROWS_WITHIN_BYTES;
    }

    @Override
    public boolean boundsBytes() {
        return true;
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
        return insert + "on conflict do nothing";
    }

    @Override
    public boolean updatesReturnRows() {
        return true;
    }

    @Override
    public Optional<WakeUps> wakeUps(Connector connector, int store) {
        return Optional.of(new PostgresWakeUps(connector, store));
    }

    @Override
    public Optional<String> tellMembersChanged() {
        return Optional.of(
                "select pg_notify('%s' || ?, '%s')".formatted(PostgresWakeUps.CHANNEL_PREFIX, WakeUpNotice.MEMBERS));
    }

    @Override
    public String servesReadsOnly() {
        return "pg_is_in_recovery()";
    }

    @Override
    public boolean isDuplicateKey(SQLException e) {
        return "23505".equals(e.getSQLState());
    }
}
