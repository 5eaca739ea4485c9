package io.evenkeel.assembly.config;

/** A password; printed as asterisks. Empty when there is none. */
public record Password(String secret) {

    public static final Password NONE = new Password("");

    @Override
    public String toString() {
        return secret.isEmpty() ? "" : "***";
    }
}
