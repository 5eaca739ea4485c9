package io.evenkeel.assembly.metrics;

import io.evenkeel.sql.PoolCounts;
import io.evenkeel.sql.SqlDatastore;
import java.util.function.ToDoubleFunction;

/** What of the connections to the database is worth watching. */
public final class DatastoreMetrics {

    private DatastoreMetrics() {}

    /** Adds all of it to {@code metrics}. */
    public static void register(ServerMetrics metrics, SqlDatastore datastore) {
        metrics.gauges(
                "evenkeel_database_connections",
                "Connections to the database in a pool, by what they are for and whether they are busy; appends have one beside them",
                values -> datastore.pools().forEach(pool -> {
                    values.call(pool.busy(), pool.purpose(), "busy");
                    values.call(pool.idle(), pool.purpose(), "idle");
                }),
                "pool",
                "state");
        perPool(
                metrics,
                datastore,
                "evenkeel_database_connections_max",
                "How many connections a pool can have",
                PoolCounts::most);
        perPool(
                metrics,
                datastore,
                "evenkeel_database_connections_waited_for",
                "Reads and writes that wait for a connection of a pool",
                PoolCounts::waiting);
    }

    private static void perPool(
            ServerMetrics metrics,
            SqlDatastore datastore,
            String name,
            String help,
            ToDoubleFunction<PoolCounts> value) {
        metrics.gauges(
                name,
                help,
                values -> datastore.pools().forEach(pool -> values.call(value.applyAsDouble(pool), pool.purpose())),
                "pool");
    }
}
