package io.evenkeel.operator.access;

import io.evenkeel.operator.certificates.KeyMaterial;

/** By what a user is known. */
sealed interface Login {

    String user();

    record Certificate(String user, KeyMaterial material) implements Login {}

    record Token(String user, String token) implements Login {

        @Override
        public String toString() {
            return "Token[" + user + "]";
        }
    }
}
