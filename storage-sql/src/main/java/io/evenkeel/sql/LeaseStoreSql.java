package io.evenkeel.sql;

/**
 * The statements of {@link SqlLeaseStore}, at READ COMMITTED. {@code now} is the dialect's expression for the database's
 * clock in milliseconds. Updates and deletes lock the lease rows they change until their transaction ends; whoever locks several
 * does so in the order of their ids, so that two never wait for each other.
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

    /** When a lease expires; no row when it is missing. */
    static final String EXPIRY = "select expires_at from evenkeel_lease where store = ? and id = ?";

    /** The leases of {@code ids}, a parenthesis full of question marks, that are there. */
    static String lock(String ids, String forUpdate) {
        return "select id, ttl_seconds from evenkeel_lease where store = ? and id in " + ids + " order by id"
                + forUpdate;
    }

    /** All leases of a store. */
    static String lockAll(String forUpdate) {
        return "select id from evenkeel_lease where store = ? order by id" + forUpdate;
    }

    static String renew(String now, String ids) {
        return """
            update evenkeel_lease set expires_at = %s + ttl_seconds * 1000
            where store = ? and id in %s
            """.formatted(now, ids);
    }

    /**
     * Lock and renewal in one statement, which returns what {@link #lock} does. An update alone locks rows as it comes upon them.
     * Parameters: those of {@link #lock}, store.
     */
    static String lockAndRenew(String now, String ids, String forUpdate) {
        return """
            with held as (%s)
            update evenkeel_lease set expires_at = %s + ttl_seconds * 1000
            where store = ? and id in (select id from held)
            returning id, ttl_seconds
            """.formatted(lock(ids, forUpdate), now);
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

    /** The clock in every row, and one row without an id when none is expired. */
    static String expired(String now) {
        return """
            select clock.now, expired.id, expired.expires_at
            from (select %1$s as now) clock
            left join (
                select id, expires_at from evenkeel_lease
                where store = ? and expires_at <= %1$s order by expires_at, id limit ?) expired on 1 = 1
            order by expired.expires_at, expired.id
            """.formatted(now);
    }

    static String startAnew(String now) {
        return """
            update evenkeel_lease set expires_at = %s + ttl_seconds * 1000 where store = ?
            """.formatted(now);
    }

    /** Lock and update in one statement. Parameters: store, store. */
    static String lockAndStartAnew(String now, String forUpdate) {
        return """
            with held as (%s)
            update evenkeel_lease set expires_at = %s + ttl_seconds * 1000
            where store = ? and id in (select id from held)
            """.formatted(lockAll(forUpdate), now);
    }
}
