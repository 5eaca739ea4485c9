package io.evenkeel.assembly.tls;

/** A file of certificates or of a key is not what it should be. The message names the file and is for the user. */
public final class BadCertificateException extends RuntimeException {

    BadCertificateException(String message) {
        super(message);
    }

    BadCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
