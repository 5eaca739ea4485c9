package io.evenkeel.mvcc.log;

/** The datastore could not be asked, or did not answer. Says nothing about the request; reads may be repeated. */
public final class DatastoreException extends RuntimeException {

    public DatastoreException(String message, Throwable cause) {
        super(message, cause);
    }

    public DatastoreException(String message) {
        super(message);
    }
}
