package io.evenkeel.operator.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names made of longer ones: the same each time, and different for different ones. */
final class StableName {

    private static final int HASH_DIGITS = 12;

    private StableName() {}

    /** The name itself where it fits, else as much of it as does with a hash of all of it. ASCII only. */
    static String within(int limit, String name) {
        if (name.length() <= limit) {
            return name;
        }
        return name.substring(0, limit - HASH_DIGITS - 1) + "_" + hash(name).substring(0, HASH_DIGITS);
    }

    /** 64 hexadecimal digits. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
