package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.migrate.MigrationException;
import io.evenkeel.assembly.server.StartFailedException;
import io.evenkeel.assembly.snapshot.SnapshotException;
import io.evenkeel.assembly.tls.BadCertificateException;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.sql.UnfitDatastoreException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** What is said when a command fails: one line where the reason is known, all there is where it is not. */
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) throws Exception {
        boolean isKnown = failure instanceof StartFailedException
                || failure instanceof UnfitDatastoreException
                || failure instanceof DatastoreException
                || failure instanceof SnapshotException
                || failure instanceof BadCertificateException
                || failure instanceof MigrationException;
        if (isKnown) {
            command.getErr().println("evenkeel: " + failure.getMessage());
            return command.getCommandSpec().exitCodeOnExecutionException();
        }
        throw failure;
    }
}
