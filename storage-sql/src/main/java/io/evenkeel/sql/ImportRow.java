package io.evenkeel.sql;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The row that says that a store is being filled: while it is there no server opens the store, and one process fills it, the
 * one that wrote its {@code owner} into it last.
 *
 * @param source what the store is filled from
 * @param batch the batch id of every change that is imported
 * @param owner random; who fills it
 */
record ImportRow(String source, long batch, long owner) {

    private static final String FIND = """
            select source, batch, owner from evenkeel_import where store = ?
            """;

    private static final String INSERT = """
            insert into evenkeel_import (store, source, batch, owner) values (?, ?, ?, ?)
            """;

    private static final String TAKE_OVER = """
            update evenkeel_import set owner = ? where store = ?
            """;

    private static final String DELETE = """
            delete from evenkeel_import where store = ?
            """;

    static Optional<ImportRow> find(Connection connection, int store) throws SQLException {
        return find(connection, store, FIND);
    }

    private static Optional<ImportRow> find(Connection connection, int store, String sql) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(sql)) {
            find.setInt(1, store);
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? Optional.of(new ImportRow(row.getString(1), row.getLong(2), row.getLong(3)))
                        : Optional.empty();
            }
        }
    }

    static ImportRow insert(Connection connection, int store, String source, SecureRandom random) throws SQLException {
        var inserted = new ImportRow(source, positive(random), positive(random));
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, store);
            insert.setString(2, inserted.source);
            insert.setLong(3, inserted.batch);
            insert.setLong(4, inserted.owner);
            insert.executeUpdate();
        }
        return inserted;
    }

    /** The same import with a new owner: whoever had it before is refused its next step. */
    ImportRow takeOver(Connection connection, int store, SecureRandom random) throws SQLException {
        var taken = new ImportRow(source, batch, positive(random));
        try (PreparedStatement update = connection.prepareStatement(TAKE_OVER)) {
            update.setLong(1, taken.owner);
            update.setInt(2, store);
            update.executeUpdate();
        }
        return taken;
    }

    /**
     * Makes sure that this import is still going on and nobody has taken it over, and that it stays so until the transaction
     * ends: locks the row.
     */
    void lock(Connection connection, int store, Dialect dialect) throws SQLException {
        Optional<ImportRow> now = find(connection, store, FIND.strip() + dialect.forUpdate());
        if (!now.equals(Optional.of(this))) {
            throw new UnfitDatastoreException("another process has taken over the import of " + source);
        }
    }

    static void delete(Connection connection, int store) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setInt(1, store);
            delete.executeUpdate();
        }
    }

    private static long positive(SecureRandom random) {
        return random.nextLong(1, Long.MAX_VALUE);
    }
}
