package io.evenkeel.sql;

final class MariaDbSharedDatastoreIT extends SharedDatastoreContract {

    @Override
    SharedTestDatabase database() {
        return MySqlTestDatabase.embedded();
    }
}
