package io.evenkeel.sql;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The schema as SQL text, for an administrator to run where the server itself may not. */
public final class SchemaScript {

    private SchemaScript() {}

    /** The names of the databases there is a script for. */
    public static List<String> dialects() {
        return all().map(Dialect::name).toList();
    }

    /** The script for an empty database of this kind; empty when the name is not one of {@link #dialects}. */
    public static Optional<String> forDialect(String name) {
        return all().filter(dialect -> dialect.name().equals(name)).findFirst().map(Schema::ddl);
    }

    private static Stream<Dialect> all() {
        return Stream.of(Dialect.SQLITE, Dialect.POSTGRES, Dialect.MYSQL);
    }
}
