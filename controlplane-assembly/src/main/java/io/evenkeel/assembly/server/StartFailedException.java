package io.evenkeel.assembly.server;

/** The server cannot start as things are; the message says why and is all a person needs to see. */
public final class StartFailedException extends RuntimeException {

    StartFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
