package io.evenkeel.sql;

/**
 * The statements of {@link SqlLeaseStore}, at READ COMMITTED. {@code now} is the dialect's expression for the database's
 * clock in milliseconds. Updates and deletes lock the lease rows they change until their transaction ends.
 */
final class LeaseStoreSql {

    private LeaseStoreSql() {}

    static final String DELETE = """
            delete from evenkeel_lease where store = ? and id = ?
            """;

    /** Parameters: store, id, TTL, TTL. */
    static String grant(String now) {
        return """
            insert into evenkeel_lease (store, id, ttl_seconds, expires_at)
            values (?, ?, ?, %s + ? * 1000)
            """.formatted(now);
    }

    /** Whether a lease is expired; no row when it is missing. */
    static String isExpired(String now) {
        return "select expires_at <= %s from evenkeel_lease where store = ? and id = ?".formatted(now);
    }

    /** The leases of {@code ids}, a parenthesis full of question marks, that may be renewed. */
    static String renewable(String now, String ids) {
        return """
            select id, ttl_seconds from evenkeel_lease
            where store = ? and expires_at > %s and id in %s
            """.formatted(now, ids);
    }

    static String renew(String now, String ids) {
        return """
            update evenkeel_lease set expires_at = %1$s + ttl_seconds * 1000
            where store = ? and expires_at > %1$s and id in %2$s
            """.formatted(now, ids);
    }

    /** For those that {@link #renewable} has found and locked, whatever the clock says by now. */
    static String renewLocked(String now, String ids) {
        return """
            update evenkeel_lease set expires_at = %s + ttl_seconds * 1000
            where store = ? and id in %s
            """.formatted(now, ids);
    }

    static String find(String now) {
        return """
            select id, ttl_seconds, expires_at - %s from evenkeel_lease where store = ? and id = ?
            """.formatted(now);
    }

    static String list(String now) {
        return """
            select id, ttl_seconds, expires_at - %s from evenkeel_lease where store = ? order by expires_at, id
            """.formatted(now);
    }

    static String expired(String now) {
        return """
            select id from evenkeel_lease where store = ? and expires_at <= %s order by expires_at, id limit ?
            """.formatted(now);
    }

    static String extendExpired(String now) {
        return """
            update evenkeel_lease set expires_at = %1$s + ttl_seconds * 1000
            where store = ? and expires_at <= %1$s
            """.formatted(now);
    }
}
