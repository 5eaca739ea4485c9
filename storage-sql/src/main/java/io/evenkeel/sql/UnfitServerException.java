package io.evenkeel.sql;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Set;

/** A connection was had, but to a server that must not be used: a standby, or one that does not keep what it confirms. */
final class UnfitServerException extends SQLNonTransientConnectionException {

    /** PostgreSQL's {@code read_only_sql_transaction}. */
    private static final String READ_ONLY_TRANSACTION = "25006";

    /** MySQL's {@code ER_OPTION_PREVENTS_STATEMENT} and {@code ER_READ_ONLY_MODE}. */
    private static final Set<Integer> READ_ONLY_SERVER = Set.of(1290, 1836);

    UnfitServerException(String message) {
        super(message);
    }

    /** Whether after this failure the connection is to be given up: its server no longer is, or never was, fit for use. */
    static boolean isCauseOf(SQLException failure) {
        return failure instanceof UnfitServerException
                || READ_ONLY_TRANSACTION.equals(failure.getSQLState())
                || READ_ONLY_SERVER.contains(failure.getErrorCode());
    }
}
