package io.evenkeel.operator.datastore;

/** A Secret that does not say where a database is. */
final class IncompleteException extends Exception {

    IncompleteException(String message) {
        super(message);
    }
}
