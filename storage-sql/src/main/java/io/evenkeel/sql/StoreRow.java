package io.evenkeel.sql;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalInt;

/** The row that makes a name a store: it gives the name a number and a cluster id, once and for all. */
final class StoreRow {

    private static final String FIND = """
            select id from evenkeel_store where name = ?
            """;

    /** Run with the schema locked, so that two servers do not take the same number. */
    private static final String INSERT = """
            insert into evenkeel_store (id, name, cluster_id, compacted, purged)
            select coalesce(max(id), 0) + 1, ?, ?, -1, -1 from evenkeel_store
            """;

    /** Updates no row when another replica has renewed it meanwhile. */
    private static final String RENEW_CLUSTER_ID = """
            update evenkeel_store set cluster_id = ? where id = ? and cluster_id = ?
            """;

    private static final String CLUSTER_ID = """
            select cluster_id from evenkeel_store where id = ?
            """;

    private static final String RESET = """
            update evenkeel_store set cluster_id = ?, compacted = ?, purged = ? where id = ?
            """;

    private StoreRow() {}

    /** The number of the store called {@code name}, which is created if there is none. */
    static int findOrInsert(Connection connection, String name, SecureRandom random) throws SQLException {
        OptionalInt id = find(connection, name);
        if (id.isPresent()) {
            return id.getAsInt();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, name);
            insert.setLong(2, newClusterId(random));
            insert.executeUpdate();
        }
        return find(connection, name).orElseThrow();
    }

    /** Gives the store another cluster id, unless it no longer has {@code lost}; returns the one it has then. */
    static long renewClusterId(Connection connection, int store, long lost, SecureRandom random) throws SQLException {
        try (PreparedStatement renew = connection.prepareStatement(RENEW_CLUSTER_ID)) {
            renew.setLong(1, newClusterId(random));
            renew.setInt(2, store);
            renew.setLong(3, lost);
            renew.executeUpdate();
        }
        try (PreparedStatement query = connection.prepareStatement(CLUSTER_ID)) {
            query.setInt(1, store);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Gives the store another cluster id, and what is compacted and purged at once. */
    static void reset(Connection connection, int store, long compacted, SecureRandom random) throws SQLException {
        try (PreparedStatement reset = connection.prepareStatement(RESET)) {
            reset.setLong(1, newClusterId(random));
            reset.setLong(2, compacted);
            reset.setLong(3, compacted);
            reset.setInt(4, store);
            reset.executeUpdate();
        }
    }

    private static long newClusterId(SecureRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }

    /** The number of the store called {@code name}, if there is one. */
    static OptionalInt find(Connection connection, String name) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, name);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }
}
