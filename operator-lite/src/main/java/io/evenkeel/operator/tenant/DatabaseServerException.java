package io.evenkeel.operator.tenant;

/** The database server could not be reached, or did not allow what was needed. What was asked for is to be asked for again. */
public final class DatabaseServerException extends RuntimeException {

    DatabaseServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
