package io.evenkeel.sql;

/**
 * The statements of {@link SqlRevisionLog} that are the same on every database. Each runs at READ COMMITTED unless it says
 * otherwise, and none locks rows but the deletes and updates themselves.
 */
final class RevisionLogSql {

    private RevisionLogSql() {}

    /** Fails with a duplicate key when the slot is taken. */
    static final String INSERT = """
            insert into evenkeel_revision
                (store, main, sub, key_bytes, create_main, version, prev_main, lease, batch, value_bytes)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    /** The newest revision and its batch; no row in an empty log. */
    static final String HEAD = """
            select main, batch from evenkeel_revision where store = ? order by main desc, sub desc limit 1
            """;

    /** The batch that has a slot, if a row of it is there, and the head. Every row of an entry has the same batch. */
    static final String BATCH_AT = """
            select (select min(batch) from evenkeel_revision where store = ? and main = ?) as batch_at,
                   (select max(main) from evenkeel_revision where store = ?) as head
            """;

    /**
     * Where the log stands. Read after the rows that go with it: the rows are whole then if what was purged by now does
     * not reach them. Parameters: store, store, the revision whose batch is asked for, store.
     */
    static String stand(Dialect dialect) {
        return """
                select compacted, purged, cluster_id, %s as reads_only,
                       (select max(main) from evenkeel_revision where store = ?) as head,
                       (select min(batch) from evenkeel_revision where store = ? and main = ?) as batch_at
                from evenkeel_store
                where id = ?
                """.formatted(dialect.servesReadsOnly());
    }

    /** Streamed: the reader stops when it has enough bytes. */
    static final String ROWS = """
            select main, sub, key_bytes, create_main, version, prev_main, lease, batch, value_bytes
            from evenkeel_revision
            where store = ? and main > ? and main <= ?
            order by main, sub
            limit ?
            """;

    /** For a driver that reads whole results into memory: the server stops after the entry that makes it too much. */
    static final String ROWS_WITHIN_BYTES = """
            select main, sub, key_bytes, create_main, version, prev_main, lease, batch, value_bytes
            from (select r.*,
                         sum(octet_length(key_bytes) + coalesce(octet_length(value_bytes), 0))
                             over (order by main) as bytes_so_far
                  from evenkeel_revision r
                  where store = ? and main > ? and main <= ?
                  order by main, sub
                  limit ?) as bounded
            where bytes_so_far <= ? or main = ?
            order by main, sub
            """;

    /** Followed by a parenthesis full of question marks. Parameters: store, sub, revisions. */
    static final String VALUES_AT = """
            select main, value_bytes from evenkeel_revision
            where store = ? and sub = ? and version > 0 and main in\s""";

    /** Parameters: store, sub, first revision, last revision. */
    static final String VALUES_BETWEEN = """
            select main, value_bytes from evenkeel_revision
            where store = ? and sub = ? and version > 0 and main >= ? and main <= ?
            """;

    static final String COMPACTED_AND_CLUSTER_ID = """
            select compacted, cluster_id from evenkeel_store where id = ?
            """;

    /** Streamed, in a snapshot with {@link #COMPACTED_AND_CLUSTER_ID}. */
    static final String METADATA = """
            select main, sub, key_bytes, create_main, version, lease, batch, octet_length(value_bytes)
            from evenkeel_revision
            where store = ?
            order by main, sub
            """;

    /** Streamed, in a snapshot. */
    static final String SCAN = """
            select main, sub, key_bytes, create_main, version, lease, value_bytes
            from evenkeel_revision
            where store = ? and main <= ?
            order by main, sub
            """;

    /** Followed by the dialect's {@code for update}. */
    static final String COMPACTED = """
            select compacted, (select max(main) from evenkeel_revision where store = ?) as head
            from evenkeel_store where id = ?\s""";

    static final String COMPACT = """
            update evenkeel_store set compacted = ? where id = ?
            """;

    static final String COMPACTED_AND_PURGED = """
            select compacted, purged from evenkeel_store where id = ?
            """;

    /** The revision of the row a step of so many rows would end before. No row: the step reaches the end. */
    static final String END_OF_PURGE_STEP = """
            select main from evenkeel_revision
            where store = ? and main > ? and main <= ?
            order by main, sub
            limit 1 offset ?
            """;

    /** Tombstones from the old purged revision, which had to stay while it was the compacted one, to below the new. */
    static final String DELETE_TOMBSTONES = """
            delete from evenkeel_revision where store = ? and main >= ? and main < ? and version = 0
            """;

    /** Updates no row when another replica has purged meanwhile. */
    static final String PURGED = """
            update evenkeel_store set purged = ? where id = ? and purged = ?
            """;
}
