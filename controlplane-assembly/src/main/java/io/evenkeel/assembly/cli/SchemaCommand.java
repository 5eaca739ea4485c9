package io.evenkeel.assembly.cli;

import io.evenkeel.sql.SchemaScript;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code evenkeel schema}: prints what the server would run on an empty database, for an administrator to run instead. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Print the SQL that creates the tables, for a database where the server itself may not"
                + " (serve --datastore-ddl=never).")
final class SchemaCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--dialect",
            required = true,
            paramLabel = "DIALECT",
            completionCandidates = Dialects.class,
            description = "The kind of database: ${COMPLETION-CANDIDATES}.")
    private String dialect;

    @Override
    public void run() {
        var script = SchemaScript.forDialect(dialect)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--dialect: \"" + dialect + "\" is not allowed; allowed is one of "
                                + String.join(", ", SchemaScript.dialects())));
        spec.commandLine().getOut().print(script);
        spec.commandLine().getOut().flush();
    }

    /** The databases there is a script for. */
    private static final class Dialects implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return SchemaScript.dialects().iterator();
        }
    }
}
