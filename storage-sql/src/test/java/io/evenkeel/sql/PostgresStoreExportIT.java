package io.evenkeel.sql;

final class PostgresStoreExportIT extends StoreExportContract {

    @Override
    TestDatabase database() {
        return PostgresTestDatabase.embedded();
    }
}
