package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.BadPemException;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the Secrets of {@link Identity}, or makes them while the cluster has never been there. What is lost later is not made again:
 * the workers would know nobody any more, and a Secret put back would be overwritten.
 */
final class IdentitySecrets {

    private static final String TYPE = "cluster.x-k8s.io/secret";
    private static final String CLUSTER_LABEL = "cluster.x-k8s.io/cluster-name";

    private final KubernetesClient client;
    private final InstantSource clock;

    /** What became of them. */
    sealed interface Outcome {}

    /** All are there. */
    record Complete(Map<Identity, KeyMaterial> materials, Authority authority, Authority serverAuthority)
            implements Outcome {}

    /**
     * Something is not as it was.
     *
     * @param reason one word, for programs
     */
    record Broken(String reason, String message) implements Outcome {}

    IdentitySecrets(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Finds or makes them.
     *
     * @param known fingerprint of the cluster's authority as it was seen before; empty if none ever was
     * @param mayCreate whether there has never been a cluster of this name
     */
    Outcome ensure(HostedControlPlane plane, String known, boolean mayCreate) {
        var secrets = new EnumMap<Identity, Secret>(Identity.class);
        for (Identity identity : Identity.values()) {
            find(plane, identity).ifPresent(secret -> secrets.put(identity, secret));
        }
        var materials = new EnumMap<Identity, KeyMaterial>(Identity.class);
        List<String> lost = new ArrayList<>();
        for (Identity identity : Identity.values()) {
            Optional<Secret> secret = Optional.ofNullable(secrets.get(identity))
                    .or(() -> mayCreate && isNext(identity, secrets) ? create(plane, identity) : Optional.empty());
            secret.ifPresentOrElse(
                    found -> materials.put(identity, KeyMaterials.of(found)),
                    () -> lost.add(identity.secretName(plane.getMetadata().getName())));
        }
        if (!lost.isEmpty()) {
            return new Broken(
                    "Lost",
                    "lost, and not made anew since workers would no longer know this cluster; put back the Secrets "
                            + String.join(", ", lost));
        }
        return checked(plane, materials, known);
    }

    private static Outcome checked(HostedControlPlane plane, Map<Identity, KeyMaterial> materials, String known) {
        try {
            Authority authority = Authority.of(KeyMaterials.in(materials, Identity.AUTHORITY));
            Authority servers = Authority.of(KeyMaterials.in(materials, Identity.SERVERS));
            if (!known.isEmpty() && !known.equals(authority.fingerprint())) {
                String name = Identity.AUTHORITY.secretName(plane.getMetadata().getName());
                return new Broken(
                        "Replaced",
                        "Secret " + name + " holds another authority than before, which workers do not know;"
                                + " put back the one with the fingerprint " + known);
            }
            return new Complete(materials, authority, servers);
        } catch (BadPemException e) {
            return new Broken("Unreadable", "a Secret of a certificate authority holds " + e.getMessage());
        }
    }

    /** They are made in their order: where a later one is there, this one was there too. */
    private static boolean isNext(Identity identity, Map<Identity, Secret> found) {
        return found.keySet().stream().noneMatch(other -> other.compareTo(identity) > 0);
    }

    private Optional<Secret> find(HostedControlPlane plane, Identity identity) {
        return Optional.ofNullable(client.secrets()
                .inNamespace(plane.getMetadata().getNamespace())
                .withName(identity.secretName(plane.getMetadata().getName()))
                .get());
    }

    /** The one just made, or the one that somebody else made meanwhile. */
    private Optional<Secret> create(HostedControlPlane plane, Identity identity) {
        String name = plane.getMetadata().getName();
        var metadata = new Names(plane).kept(identity.secretName(name));
        metadata.getLabels().put(CLUSTER_LABEL, name);
        Secret secret = new SecretBuilder()
                .withMetadata(metadata)
                .withType(TYPE)
                .withStringData(identity.create(clock.instant()).entries())
                .build();
        try {
            return Optional.of(client.resource(secret).create());
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return find(plane, identity);
        }
    }
}
