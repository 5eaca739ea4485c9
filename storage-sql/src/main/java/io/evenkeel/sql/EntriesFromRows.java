package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Puts rows in revision order together to entries, as many whole ones as a number of bytes allows, and at least one. */
final class EntriesFromRows {

    private final long maxBytes;
    private final List<LogEntry> entries = new ArrayList<>();
    private List<Change> changes = new ArrayList<>();
    private long main;
    private long batch;
    private long bytes;
    private int rowsTaken;
    private boolean full;

    EntriesFromRows(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes the current row; false when it and all after it are too much. */
    boolean takes(ResultSet row) throws SQLException {
        long rowMain = row.getLong(1);
        if (rowMain != main) {
            finishEntry();
            main = rowMain;
            batch = row.getLong(8);
        }
        Change change = change(row);
        bytes += change.key().length()
                + (change instanceof Change.Put put ? put.value().length() : 0);
        if (bytes > maxBytes && !entries.isEmpty()) {
            full = true;
            return false;
        }
        changes.add(change);
        rowsTaken++;
        return true;
    }

    /**
     * The entries that are known to be whole when the rows were limited to {@code mostRows}: if there were as many, more of
     * the last entry may be missing.
     */
    List<LogEntry> whole(int mostRows) {
        if (!full && rowsTaken < mostRows) {
            finishEntry();
        }
        return entries;
    }

    private void finishEntry() {
        if (!changes.isEmpty()) {
            entries.add(new LogEntry(main, batch, changes));
            changes = new ArrayList<>();
        }
    }

    private static Change change(ResultSet row) throws SQLException {
        Key key = Key.wrap(row.getBytes(3));
        long version = row.getLong(5);
        long previousMain = row.getLong(6);
        if (version == 0) {
            return new Change.Delete(key, previousMain);
        }
        return new Change.Put(key, value(row, 9), row.getLong(4), version, previousMain, row.getLong(7));
    }

    /** The value of a put. Some databases make null of no bytes, so that alone does not mean deleted. */
    static Value value(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? Value.EMPTY : Value.wrap(bytes);
    }
}
