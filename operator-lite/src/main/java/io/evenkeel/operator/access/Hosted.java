package io.evenkeel.operator.access;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.BadPemException;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.controlplane.Identity;
import io.evenkeel.operator.controlplane.KeyMaterials;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;

/** A control plane that access is wanted to. */
sealed interface Hosted {

    /**
     * It is there.
     *
     * @param certificate the authority's
     */
    record Reachable(Endpoint endpoint, Authority authority, String certificate) implements Hosted {}

    /**
     * It is not, or not yet.
     *
     * @param reason one word, for programs
     */
    record Unreachable(String reason, String message) implements Hosted {}

    static Hosted find(KubernetesClient client, String namespace, String name) {
        HostedControlPlane plane = client.resources(HostedControlPlane.class)
                .inNamespace(namespace)
                .withName(name)
                .get();
        if (plane == null) {
            return new Unreachable("ControlPlaneMissing", "there is no HostedControlPlane " + name);
        }
        Optional<Endpoint> endpoint = Optional.ofNullable(plane.getStatus()).map(HostedControlPlaneStatus::endpoint);
        String secretName = Identity.AUTHORITY.secretName(name);
        Secret secret =
                client.secrets().inNamespace(namespace).withName(secretName).get();
        if (endpoint.isEmpty() || secret == null) {
            return new Unreachable(
                    "ControlPlaneNotReady", "HostedControlPlane " + name + " has no endpoint or authority");
        }
        KeyMaterial material = KeyMaterials.of(secret);
        try {
            return new Reachable(endpoint.get(), Authority.of(material), material.certificate());
        } catch (BadPemException e) {
            return new Unreachable("AuthorityUnreadable", "Secret " + secretName + " holds " + e.getMessage());
        }
    }
}
