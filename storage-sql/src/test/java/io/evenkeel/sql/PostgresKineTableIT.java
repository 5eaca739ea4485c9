package io.evenkeel.sql;

final class PostgresKineTableIT extends KineTableContract {

    @Override
    TestDatabase database() {
        return PostgresTestDatabase.embedded();
    }

    @Override
    String createTable() {
        return """
                create table kine (
                    id bigserial primary key, name text collate "C", created integer, deleted integer,
                    create_revision bigint, prev_revision bigint, lease integer, value bytea, old_value bytea)
                """;
    }
}
