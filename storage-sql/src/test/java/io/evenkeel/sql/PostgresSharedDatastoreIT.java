package io.evenkeel.sql;

final class PostgresSharedDatastoreIT extends SharedDatastoreContract {

    @Override
    SharedTestDatabase database() {
        return PostgresTestDatabase.embedded();
    }
}
