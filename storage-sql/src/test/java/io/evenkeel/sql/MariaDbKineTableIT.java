package io.evenkeel.sql;

final class MariaDbKineTableIT extends KineTableContract {

    @Override
    TestDatabase database() {
        return MySqlTestDatabase.embedded();
    }

    @Override
    String createTable() {
        return """
                create table kine (
                    id bigint unsigned auto_increment primary key, name varchar(630) character set ascii, created integer,
                    deleted integer, create_revision bigint unsigned, prev_revision bigint unsigned, lease integer,
                    value mediumblob, old_value mediumblob)
                """;
    }
}
