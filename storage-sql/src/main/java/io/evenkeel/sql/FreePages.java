package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The pages of a SQLite file that hold nothing any more, and their way back to the file system. Some are kept for what is written
 * next: where as much is written as is deleted the file stays as it is. Owned by the thread that deletes history.
 */
final class FreePages {

    /** So few that appends which wait meanwhile hardly notice. */
    private static final int PAGES_PER_STEP = 64;

    private static final int KEPT_PAGES = 256;

    /** So many pages in use let one be kept. */
    private static final int IN_USE_FOR_ONE_KEPT = 4;

    private final Connections writes;
    private final Connections others;
    private boolean fileIsLonger;

    /** @param others on which what does not append waits for nobody */
    FreePages(Connections writes, Connections others) {
        this.writes = writes;
        this.others = others;
    }

    /** Returns whether to call again. */
    boolean giveBackSome() {
        boolean gave = writes.inTransaction(FreePages::vacuum);
        if (gave) {
            fileIsLonger = true;
        } else if (fileIsLonger) {
            // The file is cut off only when the write-ahead log has been copied into it.
            fileIsLonger = false;
            others.lend(connection -> number(connection, "pragma wal_checkpoint(passive)"));
        }
        return gave;
    }

    /** Moves the file's last pages into free ones. Takes the write lock, and fails only as any write does. */
    private static boolean vacuum(Connection connection) throws SQLException {
        long free = number(connection, "pragma freelist_count");
        long inUse = number(connection, "pragma page_count") - free;
        if (free <= KEPT_PAGES + inUse / IN_USE_FOR_ONE_KEPT) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            // An update runs to its end. As a query, which it is for SQLite, the driver refuses it, since it has no
            // columns.
            statement.executeUpdate("pragma incremental_vacuum(" + PAGES_PER_STEP + ")");
        }
        return true;
    }

    private static long number(Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(pragma)) {
            row.next();
            return row.getLong(1);
        }
    }
}
