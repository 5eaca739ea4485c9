package io.evenkeel.sql;

import java.util.List;

/**
 * What brings the schema from one version to the next. A released step is never changed.
 *
 * @param title what it adds, for messages
 * @param statements in order; where the database cannot roll DDL back, each may be repeated
 */
record SchemaStep(String title, List<String> statements) {

    SchemaStep {
        statements = List.copyOf(statements);
    }
}
