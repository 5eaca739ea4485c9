package io.evenkeel.sql;

/**
 * The datastore is there, but must not be used as it is: another process has it, its schema is too new, or its settings
 * would lose acknowledged writes. The message says what to do. Repeating does not help.
 */
public final class UnfitDatastoreException extends RuntimeException {

    UnfitDatastoreException(String message) {
        super(message);
    }

    UnfitDatastoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
