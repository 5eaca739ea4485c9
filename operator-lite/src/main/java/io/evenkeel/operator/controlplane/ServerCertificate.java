package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.Holder;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Secret by which the servers beside the controllers know each other. It is made again when two thirds of its life are over, or
 * when it was lost; servers take the new one without a restart.
 */
final class ServerCertificate {

    private static final Duration LIFETIME = Duration.ofDays(365);

    private ServerCertificate() {}

    static Secret of(
            HostedControlPlane plane, IdentitySecrets.Complete identity, Optional<Secret> current, Instant now) {
        Authority authority = identity.serverAuthority();
        var names = new Names(plane);
        String peers = names.dnsName(names.peers());
        var holder = new Holder("evenkeel", List.of(), List.of("*." + peers), LIFETIME);
        KeyMaterial material = current.map(KeyMaterials::of)
                .filter(found -> authority.isGood(found, holder, now))
                .orElseGet(() -> authority.issue(holder, now));
        Map<String, String> entries = new LinkedHashMap<>(material.entries());
        entries.put(
                "ca.crt",
                KeyMaterials.in(identity.materials(), Identity.SERVERS).certificate());
        return new SecretBuilder()
                .withMetadata(names.owned(names.serverCertificate()))
                .withType("kubernetes.io/tls")
                .withData(encoded(entries))
                .build();
    }

    private static Map<String, String> encoded(Map<String, String> entries) {
        var encoded = new LinkedHashMap<String, String>();
        entries.forEach((key, text) ->
                encoded.put(key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return encoded;
    }
}
