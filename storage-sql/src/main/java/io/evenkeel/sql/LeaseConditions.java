package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.LeaseCondition;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the leases of a batch inside its transaction, and deletes those it revokes. Their rows are locked first: what
 * has not been renewed here is not until the commit, because a renewal has to wait.
 */
final class LeaseConditions {

    private final int store;
    private final String lockLease;

    LeaseConditions(Dialect dialect, int store) {
        this.store = store;
        this.lockLease = LeaseStoreSql.EXPIRY + dialect.forUpdate();
    }

    /** Empty when all conditions hold and the revoked leases are deleted; else which do not, and nothing is changed. */
    Optional<AppendResult.LeasesRefused> settle(AppendConnection connection, List<LeaseCondition> conditions)
            throws SQLException {
        Map<Long, Long> expiries = lock(connection, conditions);
        Set<Long> missing = new HashSet<>();
        Set<Long> renewed = new HashSet<>();
        for (LeaseCondition condition : conditions) {
            Long expiry = expiries.get(condition.lease());
            if (expiry == null) {
                missing.add(condition.lease());
            } else if (condition instanceof LeaseCondition.Expired(long _, long at) && expiry != at) {
                renewed.add(condition.lease());
            }
        }
        if (!missing.isEmpty() || !renewed.isEmpty()) {
            return Optional.of(new AppendResult.LeasesRefused(missing, renewed));
        }
        for (LeaseCondition condition : conditions) {
            switch (condition) {
                case LeaseCondition.Exists _ -> {}
                case LeaseCondition.Revoked(long lease) -> delete(connection, lease);
                case LeaseCondition.Expired(long lease, long _) -> delete(connection, lease);
            }
        }
        return Optional.empty();
    }

    /**
     * When the leases that exist expire; locked in the order of their ids, so that two transactions do not wait for each other.
     */
    private Map<Long, Long> lock(AppendConnection connection, List<LeaseCondition> conditions) throws SQLException {
        Map<Long, Long> expiries = new HashMap<>();
        long[] ids =
                conditions.stream().mapToLong(LeaseCondition::lease).sorted().toArray();
        for (long id : ids) {
            PreparedStatement lock = connection.prepared(lockLease);
            lock.setInt(1, store);
            lock.setLong(2, id);
            try (ResultSet rows = lock.executeQuery()) {
                if (rows.next()) {
                    expiries.put(id, rows.getLong(1));
                }
            }
        }
        return expiries;
    }

    private void delete(AppendConnection connection, long lease) throws SQLException {
        PreparedStatement delete = connection.prepared(LeaseStoreSql.DELETE);
        delete.setInt(1, store);
        delete.setLong(2, lease);
        delete.executeUpdate();
    }
}
