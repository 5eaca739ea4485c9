package io.evenkeel.sql;

final class MariaDbStoreImportIT extends StoreImportContract {

    @Override
    TestDatabase database() {
        return MySqlTestDatabase.embedded();
    }
}
