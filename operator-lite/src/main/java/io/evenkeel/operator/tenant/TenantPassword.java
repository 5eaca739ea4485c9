package io.evenkeel.operator.tenant;

import java.util.random.RandomGenerator;

/** The password of a tenant's login: one line of printable ASCII, so that a file can hold it. Never printed. */
public record TenantPassword(String secret) {

    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    private static final int LENGTH = 32;

    public TenantPassword {
        if (secret.isEmpty() || secret.length() > 128 || !secret.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("a password has 1 to 128 characters of printable ASCII and no spaces");
        }
    }

    /**
     * One that nobody guesses, of letters that need no quoting in a URL; with one of each kind that a server's password
     * policy may ask for.
     *
     * @param random a {@link java.security.SecureRandom}, but in tests
     */
    public static TenantPassword random(RandomGenerator random) {
        while (true) {
            var secret = new StringBuilder(LENGTH);
            for (int i = 0; i < LENGTH; i++) {
                secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            if (hasAllKinds(secret)) {
                return new TenantPassword(secret.toString());
            }
        }
    }

    private static boolean hasAllKinds(CharSequence secret) {
        return secret.chars().anyMatch(Character::isUpperCase)
                && secret.chars().anyMatch(Character::isLowerCase)
                && secret.chars().anyMatch(Character::isDigit)
                && secret.chars().anyMatch(c -> "-_.".indexOf(c) >= 0);
    }

    @Override
    public String toString() {
        return "***";
    }
}
