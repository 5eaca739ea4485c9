package io.evenkeel.sql;

final class PostgresSchemaIT extends SchemaContract {

    @Override
    TestDatabase database() {
        return PostgresTestDatabase.embedded();
    }
}
