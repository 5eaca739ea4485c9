package io.evenkeel.sql;

final class PostgresStoreImportIT extends StoreImportContract {

    @Override
    TestDatabase database() {
        return PostgresTestDatabase.embedded();
    }
}
