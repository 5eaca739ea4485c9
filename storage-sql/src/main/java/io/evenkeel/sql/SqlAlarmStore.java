package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.alarm.AlarmStore;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The alarms of one store in a SQL database. */
final class SqlAlarmStore implements AlarmStore {

    private static final String RAISE = """
            insert into evenkeel_alarm (store, kind, member_id) values (?, ?, ?)
            """;

    private static final String CLEAR = """
            delete from evenkeel_alarm where store = ? and kind = ? and member_id = ?
            """;

    private static final String LIST = """
            select kind, member_id from evenkeel_alarm where store = ?
            """;

    private final Dialect dialect;
    private final int store;
    private final Connections reads;
    private final Connections writes;

    SqlAlarmStore(Dialect dialect, int store, Connections reads, Connections writes) {
        this.dialect = dialect;
        this.store = store;
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public void raise(Alarm alarm) {
        change(dialect.unlessThere(RAISE), alarm);
    }

    @Override
    public boolean clear(Alarm alarm) {
        return change(CLEAR, alarm) > 0;
    }

    private int change(String sql, Alarm alarm) {
        return writes.inOneStatement(connection -> {
            try (PreparedStatement change = connection.prepareStatement(sql)) {
                change.setInt(1, store);
                change.setString(2, alarm.kind().name());
                change.setLong(3, alarm.memberId());
                return change.executeUpdate();
            }
        });
    }

    @Override
    public List<Alarm> list() {
        return reads.lend(connection -> {
            try (PreparedStatement query = connection.prepareStatement(LIST)) {
                query.setInt(1, store);
                List<Alarm> alarms = new ArrayList<>();
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        alarms.add(new Alarm(rows.getLong(2), Alarm.Kind.valueOf(rows.getString(1))));
                    }
                }
                alarms.sort(Comparator.comparing(Alarm::kind).thenComparingLong(Alarm::memberId));
                return alarms;
            }
        });
    }
}
