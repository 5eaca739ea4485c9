package io.evenkeel.sql;

import java.sql.SQLNonTransientConnectionException;

/** A connection was had, but to a server that must not be used: a standby, or one that does not keep what it confirms. */
final class UnfitServerException extends SQLNonTransientConnectionException {

    UnfitServerException(String message) {
        super(message);
    }
}
