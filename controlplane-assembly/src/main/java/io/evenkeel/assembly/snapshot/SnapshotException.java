package io.evenkeel.assembly.snapshot;

/** A snapshot cannot be written or used. The message names the file and says why. */
public final class SnapshotException extends RuntimeException {

    SnapshotException(String message) {
        super(message);
    }

    SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }
}
