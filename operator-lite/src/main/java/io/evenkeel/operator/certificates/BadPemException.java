package io.evenkeel.operator.certificates;

/** A text that holds something else than it should. The message repeats nothing of it. */
public final class BadPemException extends Exception {

    BadPemException(String message) {
        super(message);
    }

    BadPemException(String message, Exception cause) {
        super(message, cause);
    }
}
