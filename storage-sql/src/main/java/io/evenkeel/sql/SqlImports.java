package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.member.Member;
import io.evenkeel.sql.Connector.Purpose;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Begins imports, takes up unfinished ones again, or throws them away. Holds what an import needs, until it is closed. */
final class SqlImports {

    private static final String UNCOMPACTED = """
            select id from evenkeel_store where id = ? and compacted = -1
            """;

    private static final String LEASE = """
            select id from evenkeel_lease where store = ? limit 1
            """;

    private static final String DELETE_CHANGES = """
            delete from evenkeel_revision where store = ? and main <= ?
            """;

    private static final String DELETE_LEASES = """
            delete from evenkeel_lease where store = ?
            """;

    private final SecureRandom random = new SecureRandom();
    private final Resources resources = new Resources();
    private final DatastoreSettings settings;
    private final Dialect dialect;
    private final Connector connector;

    private SqlImports(Database database, DatastoreSettings settings) {
        this.settings = settings;
        this.dialect = database.dialect();
        this.connector = database.connector();
        resources.add(database);
    }

    /** As {@link SqlDatastore#openImport}. */
    static StoreImport open(DatastoreSettings settings, String source) {
        var imports = new SqlImports(Database.toWrite(settings), settings);
        try {
            return imports.begin(source);
        } catch (RuntimeException | Error e) {
            imports.resources.close();
            throw e;
        }
    }

    /** As {@link SqlDatastore#discardImport}. */
    static void discard(DatastoreSettings settings) {
        var imports = new SqlImports(Database.toWrite(settings), settings);
        try {
            imports.discard();
        } finally {
            imports.resources.close();
        }
    }

    private StoreImport begin(String source) {
        int store;
        ImportRow row;
        try (Connection connection = connector.open(Purpose.SCHEMA)) {
            store = OpenStore.lockAndFind(connection, dialect, settings);
            Optional<ImportRow> unfinished = ImportRow.find(connection, store);
            if (unfinished.isPresent()) {
                if (!unfinished.get().source().equals(source)) {
                    throw OpenStore.unfinished(settings, unfinished.get());
                }
                row = unfinished.get().takeOver(connection, store, random);
            } else {
                refuseContent(connection, store);
                refuseServers(connection, store);
                row = ImportRow.insert(connection, store, source, random);
                // A server that has begun to read the store without having been seen yet starts again, and is refused.
                StoreRow.reset(connection, store, -1, random);
            }
            connection.commit();
        } catch (UnfitServerException e) {
            throw new UnfitDatastoreException(settings.description() + ": " + e.getMessage(), e);
        } catch (SQLException e) {
            throw new DatastoreException("cannot open " + settings.description() + ": " + e.getMessage(), e);
        }
        return new SqlStoreImport(dialect, store, row, writes(), scans(), resources);
    }

    private Connections writes() {
        return resources.add(new PooledConnections(connector, Purpose.WRITE, 1));
    }

    private Connections scans() {
        return resources.add(new PooledConnections(connector, Purpose.SCAN, 1));
    }

    private void refuseContent(Connection connection, int store) throws SQLException {
        boolean isEmpty = LogHead.read(connection, store).equals(LogPosition.START)
                && finds(connection, UNCOMPACTED, store)
                && !finds(connection, LEASE, store);
        if (!isEmpty) {
            throw new UnfitDatastoreException(OpenStore.name(settings)
                    + " is not empty. Only an empty store can be filled: give another --store, or another database");
        }
    }

    private static boolean finds(Connection connection, String sql, int store) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setInt(1, store);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private void refuseServers(Connection connection, int store) throws SQLException {
        List<Member> live = dialect.shared() ? SqlMemberRegistry.live(connection, dialect, store) : List.of();
        if (!live.isEmpty()) {
            throw new UnfitDatastoreException(OpenStore.name(settings) + " is served by "
                    + String.join(", ", live.stream().map(Member::name).toList()) + ". Stop that first");
        }
    }

    private void discard() {
        int store;
        ImportRow row;
        try (Connection connection = connector.open(Purpose.SCHEMA)) {
            store = OpenStore.lockAndFind(connection, dialect, settings);
            Optional<ImportRow> unfinished = ImportRow.find(connection, store);
            if (unfinished.isEmpty()) {
                return;
            }
            row = unfinished.get().takeOver(connection, store, random);
            connection.commit();
        } catch (SQLException e) {
            throw new DatastoreException("cannot open " + settings.description() + ": " + e.getMessage(), e);
        }
        Connections writes = writes();
        var changes = new ImportedChanges();
        new LogSnapshots(dialect, store, scans()).load(changes::take);
        for (long stepEnd : changes.stepEnds()) {
            writes.inTransaction(connection -> deleteChanges(connection, store, row, stepEnd));
        }
        writes.inTransaction(connection -> {
            deleteChanges(connection, store, row, Long.MAX_VALUE);
            try (PreparedStatement delete = connection.prepareStatement(DELETE_LEASES)) {
                delete.setInt(1, store);
                delete.executeUpdate();
            }
            ImportRow.delete(connection, store);
            return store;
        });
    }

    private int deleteChanges(Connection connection, int store, ImportRow row, long through) throws SQLException {
        row.lock(connection, store, dialect);
        try (PreparedStatement delete = connection.prepareStatement(DELETE_CHANGES)) {
            delete.setInt(1, store);
            delete.setLong(2, through);
            return delete.executeUpdate();
        }
    }
}
