package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.certificates.Holder;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.api.model.ObjectMeta;
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
 * A Secret by which our servers are known, or API servers are to them. It is made again when two thirds of its life are over, or when
 * it or its authority was lost; servers take the new one without a restart, and API servers too.
 */
final class ServerCertificate {

    private static final Duration LIFETIME = Duration.ofDays(365);

    private ServerCertificate() {}

    /** Of the servers beside the controllers, or of those that ask the servers that are shared. */
    static Secret of(
            HostedControlPlane plane,
            Serving serving,
            IdentitySecrets.Complete identity,
            Optional<Secret> current,
            Instant now) {
        var names = new Names(plane);
        ObjectMeta metadata = names.derived(names.serverCertificate());
        return switch (serving) {
            case Serving.Beside _ ->
                signed(
                        metadata,
                        new Signer(KeyMaterials.in(identity.materials(), Identity.SERVERS), identity.serverAuthority()),
                        List.of("*." + names.dnsName(names.peers())),
                        current,
                        now);
            case Serving.Shared(SharedServers _, Signer authority) ->
                signed(metadata, authority, List.of(), current, now);
        };
    }

    /**
     * One of an authority.
     *
     * @param names of a server; none for one that is a client only
     * @param current the one that is there
     */
    static Secret signed(
            ObjectMeta metadata, Signer signer, List<String> names, Optional<Secret> current, Instant now) {
        var holder = new Holder("evenkeel", List.of(), names, LIFETIME);
        KeyMaterial material = current.map(KeyMaterials::of)
                .filter(found -> signer.authority().isGood(found, holder, now))
                .orElseGet(() -> signer.authority().issue(holder, now));
        Map<String, String> entries = new LinkedHashMap<>(material.entries());
        entries.put("ca.crt", signer.material().certificate());
        return secret(metadata, entries);
    }

    /** Such a Secret with these entries, as the API server keeps it, so that what is compared is the same. */
    static Secret secret(ObjectMeta metadata, Map<String, String> entries) {
        return new SecretBuilder()
                .withMetadata(metadata)
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
