package io.evenkeel.sql;

import io.evenkeel.mvcc.lease.LeaseStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteLeaseStoreIT extends LeaseStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(
                new DatastoreSettings.Sqlite(directory.resolve(name), DatastoreSettings.Options.DEFAULTS));
    }
}
