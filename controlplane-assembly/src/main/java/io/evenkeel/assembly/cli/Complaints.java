package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.DatastoreUrl;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What is said of a command line that cannot be executed: one line that names the fault and one that says where to read
 * on, instead of the whole help text.
 */
final class Complaints implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        var command = e.getCommandLine();
        var err = command.getErr();
        err.println("evenkeel: " + message(e));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Of arguments that are unknown only names are repeated: a misspelled option may be followed by a password. */
    private static String message(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return String.valueOf(e.getMessage());
        }
        var first = unmatched.getUnmatched().getFirst();
        return first.startsWith("-")
                ? "unknown option " + first.split("=", 2)[0]
                : "unexpected argument " + DatastoreUrl.mask(first);
    }
}
