package io.evenkeel.sql;

import io.evenkeel.mvcc.replica.WakeUps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;

/**
 * SQLite. One process has the file and one connection writes, so there is nobody to lock out: no append lock, no schema
 * lock, no row locks.
 */
final class SqliteDialect implements Dialect {

    /** The value comes last: what is read without it then does not follow its overflow pages. */
    private static final String CREATE_REVISION = """
            create table evenkeel_revision (
                store       integer not null,
                main        integer not null,
                sub         integer not null,
                create_main integer not null,
                version     integer not null,
                prev_main   integer not null,
                lease       integer not null,
                batch       integer not null,
                key_bytes   blob    not null,
                value_bytes blob,
                primary key (store, main, sub))
            """;

    private static final String CREATE_STORE = """
            create table evenkeel_store (
                id         integer primary key,
                name       text    not null unique,
                cluster_id integer not null,
                compacted  integer not null,
                purged     integer not null)
            """;

    private static final String CREATE_LEASE = """
            create table evenkeel_lease (
                store       integer not null,
                id          integer not null,
                ttl_seconds integer not null,
                expires_at  integer not null,
                primary key (store, id))
                without rowid
            """;

    private static final String CREATE_ALARM = """
            create table evenkeel_alarm (
                store     integer not null,
                kind      text not null,
                member_id integer not null,
                primary key (store, kind, member_id))
                without rowid
            """;

    private static final String CREATE_IMPORT = """
            create table evenkeel_import (
                store  integer not null primary key,
                source text not null,
                batch  integer not null,
                owner  integer not null)
            """;

    private static final List<SchemaStep> STEPS = List.of(
            new SchemaStep("stores, revisions and leases", List.of(CREATE_STORE, CREATE_REVISION, CREATE_LEASE)),
            new SchemaStep("alarms", List.of(CREATE_ALARM)),
            new SchemaStep("imports", List.of(CREATE_IMPORT)));

    private static final String DELETE_SUPERSEDED = """
            delete from evenkeel_revision
            where rowid in (
                select older.rowid
                from evenkeel_revision newer
                join evenkeel_revision older
                  on older.store = newer.store and older.main = newer.prev_main and older.key_bytes = newer.key_bytes
                where newer.store = ? and newer.main >= ? and newer.main <= ?
                  and (older.main < newer.main or (older.sub < newer.sub and newer.main < ?)))
            """;

    private static final String SIZE = """
            select page_count * page_size from pragma_page_count(), pragma_page_size()
            """;

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public List<SchemaStep> schemaSteps() {
        return STEPS;
    }

    @Override
    public String findSchemaTable() {
        return "select 1 from sqlite_schema where name = 'evenkeel_schema'";
    }

    @Override
    public void lockSchema(Connection connection) {}

    @Override
    public String nowMillis() {
        return "cast(unixepoch('now', 'subsec') * 1000 as integer)";
    }

    @Override
    public String forUpdate() {
        return "";
    }

    @Override
    public String lockAppends() {
        return "";
    }

    @Override
    public boolean takesSeveralStatements() {
        return false;
    }

    /** Nothing to do: every transaction of SQLite reads one snapshot. */
    @Override
    public void beginSnapshot(Connection connection) {}

    @Override
    public int streamingFetchSize(int rows) {
        return 0;
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
        return insert + "on conflict do nothing";
    }

    @Override
    public boolean updatesReturnRows() {
        return true;
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
        return "false";
    }

    @Override
    public boolean isDuplicateKey(SQLException e) {
        return e.getErrorCode() == SQLiteErrorCode.SQLITE_CONSTRAINT.code;
    }
}
