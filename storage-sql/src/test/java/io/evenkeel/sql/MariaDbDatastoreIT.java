package io.evenkeel.sql;

final class MariaDbDatastoreIT extends SqlDatastoreContract {

    @Override
    TestDatabase database() {
        return MySqlTestDatabase.embedded();
    }
}
