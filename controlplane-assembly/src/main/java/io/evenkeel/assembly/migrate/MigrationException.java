package io.evenkeel.assembly.migrate;

/** A migration cannot go on. The message says why, and what to do where that is known, and is for the user. */
public final class MigrationException extends RuntimeException {

    MigrationException(String message) {
        super(message);
    }

    MigrationException(String message, Throwable cause) {
        super(message, cause);
    }
}
