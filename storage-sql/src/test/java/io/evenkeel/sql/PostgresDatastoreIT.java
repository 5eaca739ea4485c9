package io.evenkeel.sql;

final class PostgresDatastoreIT extends SqlDatastoreContract {

    @Override
    TestDatabase database() {
        return PostgresTestDatabase.embedded();
    }
}
