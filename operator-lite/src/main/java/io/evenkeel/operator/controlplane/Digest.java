package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.certificates.KeyMaterial;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** A short text that changes when what it is of changes, and gives nothing of it away. */
final class Digest {

    private Digest() {}

    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, 32);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** Of what the controllers have of it; what only our servers have is read anew by them. */
    static String of(Map<Identity, KeyMaterial> identity) {
        var text = new StringBuilder();
        new EnumMap<>(identity).forEach((kind, material) -> {
            if (kind != Identity.SERVERS) {
                text.append(material.certificate()).append(material.key());
            }
        });
        return of(text.toString());
    }
}
