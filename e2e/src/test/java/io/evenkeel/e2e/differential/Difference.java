package io.evenkeel.e2e.differential;

/** What the server under test did otherwise than the reference, or against a rule of the API. */
final class Difference extends RuntimeException {

    Difference(String message) {
        super(message);
    }
}
