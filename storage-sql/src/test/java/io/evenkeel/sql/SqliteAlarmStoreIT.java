package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.AlarmStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteAlarmStoreIT extends AlarmStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(
                new DatastoreSettings.Sqlite(directory.resolve(name), DatastoreSettings.Options.DEFAULTS));
    }
}
