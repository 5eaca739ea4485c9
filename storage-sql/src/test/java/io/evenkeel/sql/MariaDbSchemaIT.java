package io.evenkeel.sql;

final class MariaDbSchemaIT extends SchemaContract {

    @Override
    TestDatabase database() {
        return MySqlTestDatabase.embedded();
    }
}
