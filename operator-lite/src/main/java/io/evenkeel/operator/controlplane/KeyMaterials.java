package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.certificates.KeyMaterial;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads keys out of Secrets. */
public final class KeyMaterials {

    private KeyMaterials() {}

    /** What is not in the Secret is empty. */
    public static KeyMaterial of(Secret secret) {
        return new KeyMaterial(entry(secret, "tls.crt"), entry(secret, "tls.key"));
    }

    static KeyMaterial in(Map<Identity, KeyMaterial> all, Identity identity) {
        return Objects.requireNonNull(all.get(identity), identity.name());
    }

    private static String entry(Secret secret, String key) {
        String base64 = Optional.ofNullable(secret.getData()).orElse(Map.of()).getOrDefault(key, "");
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }
}
