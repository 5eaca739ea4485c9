package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.RevisionLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteRevisionLogIT extends RevisionLogContract {

    @TempDir
    private Path directory;

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(
                new DatastoreSettings.Sqlite(directory.resolve(name), DatastoreSettings.Options.DEFAULTS));
    }
}
