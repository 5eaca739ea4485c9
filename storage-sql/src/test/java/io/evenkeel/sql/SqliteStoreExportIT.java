package io.evenkeel.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreExportIT extends StoreExportContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase database() {
        return new SqliteTestDatabase(directory);
    }
}
