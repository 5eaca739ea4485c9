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
        String renew = LeaseStoreSql.renew(now, QuestionMarks.forSize(ids.size()));
        return ttls(connection, renew + "returning id, ttl_seconds", ids);
    }

    private Map<Long, Long> lockAndRenew(Connection connection, List<Long> ids) throws SQLException {
        String lock = LeaseStoreSql.ttls(QuestionMarks.forSize(ids.size())) + dialect.forUpdate();
        Map<Long, Long> ttls = ttls(connection, lock, ids);
        if (!ttls.isEmpty()) {
            List<Long> locked = List.copyOf(ttls.keySet());
            String sql = LeaseStoreSql.renew(now, QuestionMarks.forSize(locked.size()));
            try (PreparedStatement renew = connection.prepareStatement(sql)) {
                renew.setInt(1, store);
                QuestionMarks.bind(renew, 2, locked);
                renew.executeUpdate();
            }
        }
        return ttls;
    }

    private Map<Long, Long> ttls(Connection connection, String sql, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, store);
            QuestionMarks.bind(statement, 2, ids);
            Map<Long, Long> ttls = HashMap.newHashMap(ids.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ttls.put(rows.getLong(1), rows.getLong(2));
                }
            }
            return ttls;
        }
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
        return writes.inOneStatement(connection -> {
            try (PreparedStatement start = connection.prepareStatement(LeaseStoreSql.startAnew(now))) {
                start.setInt(1, store);
                return start.executeUpdate();
            }
        });
    }
}
