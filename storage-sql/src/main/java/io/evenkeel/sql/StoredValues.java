package io.evenkeel.sql;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads values by revision: those of a long run by one range, others by lists of revisions. A statement asks for a bounded
 * number of values.
 */
final class StoredValues {

    private final Dialect dialect;
    private final int store;
    private final Connections reads;

    StoredValues(Dialect dialect, int store, Connections reads) {
        this.dialect = dialect;
        this.store = store;
        this.reads = reads;
    }

    Map<Revision, Value> read(Collection<Revision> revisions) {
        if (revisions.isEmpty()) {
            return Map.of();
        }
        Map<Integer, List<Long>> mainsBySub = new TreeMap<>();
        for (Revision revision : revisions) {
            mainsBySub.computeIfAbsent(revision.sub(), _ -> new ArrayList<>()).add(revision.main());
        }
        return reads.lend(connection -> {
            Map<Revision, Value> values = HashMap.newHashMap(revisions.size());
            for (var entry : mainsBySub.entrySet()) {
                List<Long> mains = entry.getValue().stream().sorted().distinct().toList();
                for (int from = 0; from < mains.size(); from += QuestionMarks.MOST) {
                    List<Long> chunk = mains.subList(from, Math.min(mains.size(), from + QuestionMarks.MOST));
                    read(connection, entry.getKey(), chunk, values);
                }
            }
            return values;
        });
    }

    private void read(Connection connection, int sub, List<Long> mains, Map<Revision, Value> into) throws SQLException {
        long first = mains.getFirst();
        long last = mains.getLast();
        boolean run = last - first < 2L * mains.size();
        String sql =
                run ? RevisionLogSql.VALUES_BETWEEN : RevisionLogSql.VALUES_AT + QuestionMarks.forSize(mains.size());
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setFetchSize(dialect.streamingFetchSize(QuestionMarks.MOST));
            query.setInt(1, store);
            query.setInt(2, sub);
            if (run) {
                query.setLong(3, first);
                query.setLong(4, last);
            } else {
                QuestionMarks.bind(query, 3, mains);
            }
            Set<Long> wanted = new HashSet<>(mains);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    long main = rows.getLong(1);
                    if (wanted.contains(main)) {
                        into.put(new Revision(main, sub), EntriesFromRows.value(rows, 2));
                    }
                }
            }
        }
    }
}
