package io.evenkeel.sql;

final class MariaDbStoreExportIT extends StoreExportContract {

    @Override
    TestDatabase database() {
        return MySqlTestDatabase.embedded();
    }
}
