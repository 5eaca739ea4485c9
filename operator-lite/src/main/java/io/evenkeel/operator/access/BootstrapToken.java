package io.evenkeel.operator.access;

import io.evenkeel.operator.access.Hosted.Reachable;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.zip.GZIPOutputStream;

/**
 * What a worker shows at first, when it has no certificate yet.
 *
 * @param id its name within the hosted cluster
 * @param secret what nobody else knows
 */
record BootstrapToken(String id, String secret) {

    private static final String NAMESPACE = "kube-system";
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 6;
    private static final int SECRET_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new one, whose name follows from that of who wants it: so it can be taken back whatever was lost. */
    static BootstrapToken create(String uid) {
        var secret = new StringBuilder();
        RANDOM.ints(SECRET_LENGTH, 0, ALPHABET.length()).forEach(index -> secret.append(ALPHABET.charAt(index)));
        return new BootstrapToken(idFor(uid), secret.toString());
    }

    static String idFor(String uid) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(uid.getBytes(StandardCharsets.UTF_8));
            return new BigInteger(1, digest).toString(ALPHABET.length()).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }

    /** As the hosted cluster keeps it, with what k0s looks for. */
    Secret toSecret(Instant end) {
        var entries = new LinkedHashMap<String, String>();
        entries.put("token-id", id);
        entries.put("token-secret", secret);
        entries.put("expiration", end.toString());
        entries.put("description", "Worker bootstrap token made by evenkeel");
        entries.put("usage-bootstrap-authentication", "true");
        entries.put("usage-bootstrap-api-auth", "true");
        entries.put("usage-bootstrap-api-worker-calls", "true");
        return empty(id).edit().withStringData(entries).build();
    }

    /** Its Secret without contents. */
    static Secret empty(String id) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName("bootstrap-token-" + id)
                .endMetadata()
                .withType("bootstrap.kubernetes.io/token")
                .build();
    }

    /** What {@code k0s worker --token-file} reads: a kubeconfig, made small. */
    String encoded(Reachable hosted) {
        String kubeconfig = Kubeconfig.of(
                "k0s",
                hosted.endpoint(),
                hosted.certificate(),
                new Login.Token("kubelet-bootstrap", id + "." + secret));
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(kubeconfig.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("memory that cannot be written to", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    @Override
    public String toString() {
        return "BootstrapToken[" + id + "]";
    }
}
