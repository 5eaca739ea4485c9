package io.evenkeel.sql;

import io.evenkeel.mvcc.lease.LeaseStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The leases of one store in a SQL database, all times being the database's. */
final class SqlLeaseStore implements LeaseStore {

    private final Dialect dialect;
    private final String now;
    private final int store;
    private final Connections reads;
    private final Connections writes;

    SqlLeaseStore(Dialect dialect, int store, Connections reads, Connections writes) {
        this.dialect = dialect;
        this.now = dialect.nowMillis();
        this.store = store;
        this.reads = reads;
        this.writes = writes;
    }

    @Override
    public boolean grant(long id, long ttlSeconds) {
        return writes.inOneStatement(connection -> {
            String sql = dialect.unlessThere(LeaseStoreSql.grant(now));
            try (PreparedStatement grant = connection.prepareStatement(sql)) {
                grant.setInt(1, store);
                grant.setLong(2, id);
                grant.setLong(3, ttlSeconds);
                grant.setLong(4, ttlSeconds);
                return grant.executeUpdate() == 1;
            }
        });
    }

    @Override
    public Map<Long, Long> renew(Collection<Long> ids) {
        List<Long> sorted = ids.stream().distinct().sorted().toList();
        Map<Long, Long> renewed = HashMap.newHashMap(sorted.size());
        for (int from = 0; from < sorted.size(); from += QuestionMarks.MOST) {
            List<Long> chunk = sorted.subList(from, Math.min(sorted.size(), from + QuestionMarks.MOST));
            renewed.putAll(
                    dialect.updatesReturnRows()
                            ? writes.inOneStatement(connection -> renew(connection, chunk))
                            : writes.inTransaction(connection -> lockAndRenew(connection, chunk)));
        }
        return renewed;
    }

    private Map<Long, Long> renew(Connection connection, List<Long> ids) throws SQLException {
        String sql = LeaseStoreSql.lockAndRenew(now, QuestionMarks.forSize(ids.size()), dialect.forUpdate());
        try (PreparedStatement renew = connection.prepareStatement(sql)) {
            renew.setInt(1, store);
            int next = QuestionMarks.bind(renew, 2, ids);
            renew.setInt(next, store);
            return ttls(renew);
        }
    }

    private Map<Long, Long> lockAndRenew(Connection connection, List<Long> ids) throws SQLException {
        String marks = QuestionMarks.forSize(ids.size());
        Map<Long, Long> ttls;
        try (PreparedStatement lock = connection.prepareStatement(LeaseStoreSql.lock(marks, dialect.forUpdate()))) {
            lock.setInt(1, store);
            var _ = QuestionMarks.bind(lock, 2, ids);
            ttls = ttls(lock);
        }
        if (!ttls.isEmpty()) {
            List<Long> locked = List.copyOf(ttls.keySet());
            String sql = LeaseStoreSql.renew(now, QuestionMarks.forSize(locked.size()));
            try (PreparedStatement renew = connection.prepareStatement(sql)) {
                renew.setInt(1, store);
                var _ = QuestionMarks.bind(renew, 2, locked);
                renew.executeUpdate();
            }
        }
        return ttls;
    }

    private static Map<Long, Long> ttls(PreparedStatement statement) throws SQLException {
        Map<Long, Long> ttls = new HashMap<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ttls.put(rows.getLong(1), rows.getLong(2));
            }
        }
        return ttls;
    }

    @Override
    public Optional<Lease> find(long id) {
        return reads.lend(connection -> {
            try (PreparedStatement find = connection.prepareStatement(LeaseStoreSql.find(now))) {
                find.setInt(1, store);
                find.setLong(2, id);
                return leases(find).stream().findFirst();
            }
        });
    }

    @Override
    public List<Lease> list() {
        return reads.lend(connection -> {
            try (PreparedStatement list = connection.prepareStatement(LeaseStoreSql.list(now))) {
                list.setInt(1, store);
                return leases(list);
            }
        });
    }

    private static List<Lease> leases(PreparedStatement query) throws SQLException {
        List<Lease> leases = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                leases.add(new Lease(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
            }
        }
        return leases;
    }

    @Override
    public Expired expired(int limit) {
        return reads.lend(connection -> {
            try (PreparedStatement expired = connection.prepareStatement(LeaseStoreSql.expired(now))) {
                expired.setInt(1, store);
                expired.setInt(2, limit);
                List<Expiry> leases = new ArrayList<>();
                try (ResultSet rows = expired.executeQuery()) {
                    rows.next();
                    long clock = rows.getLong(1);
                    do {
                        long id = rows.getLong(2);
                        if (!rows.wasNull()) {
                            leases.add(new Expiry(id, rows.getLong(3)));
                        }
                    } while (rows.next());
                    return new Expired(clock, leases);
                }
            }
        });
    }

    @Override
    public int startAnew() {
        return dialect.updatesReturnRows()
                ? writes.inOneStatement(this::startAnew)
                : writes.inTransaction(this::lockAndStartAnew);
    }

    private int startAnew(Connection connection) throws SQLException {
        String sql = LeaseStoreSql.lockAndStartAnew(now, dialect.forUpdate());
        try (PreparedStatement start = connection.prepareStatement(sql)) {
            start.setInt(1, store);
            start.setInt(2, store);
            return start.executeUpdate();
        }
    }

    private int lockAndStartAnew(Connection connection) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement(LeaseStoreSql.lockAll(dialect.forUpdate()));
                PreparedStatement start = connection.prepareStatement(LeaseStoreSql.startAnew(now))) {
            lock.setInt(1, store);
            lock.executeQuery().close();
            start.setInt(1, store);
            return start.executeUpdate();
        }
    }
}
