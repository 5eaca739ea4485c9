package io.evenkeel.sql;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteKineTableIT extends KineTableContract {

    @TempDir
    private Path directory;

    @Override
    TestDatabase database() {
        return new SqliteTestDatabase(directory);
    }

    @Override
    String createTable() {
        return """
                create table kine (
                    id integer primary key autoincrement, name text, created integer, deleted integer,
                    create_revision integer, prev_revision integer, lease integer, value blob, old_value blob)
                """;
    }
}
