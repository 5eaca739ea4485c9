package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.Group;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster that a control plane has been before, by the fingerprint of its certificate authority. The status says so, and an
 * annotation: a backup brings a resource back without its status, and Secrets and StatefulSets sooner, later or not at all.
 */
record KnownCluster(HostedControlPlane plane) {

    /** On the control plane; with the fingerprint, as the status has it. */
    static final String ANNOTATION = Group.NAME + "/authority-fingerprint";

    Optional<String> fingerprint() {
        return Optional.ofNullable(plane.getStatus())
                .map(HostedControlPlaneStatus::authorityFingerprint)
                .or(this::annotated);
    }

    /** Whether it has had controllers, as far as the annotation knows. */
    boolean hasServed() {
        return annotated().isPresent();
    }

    private Optional<String> annotated() {
        return Optional.ofNullable(plane.getMetadata().getAnnotations()).map(all -> all.get(ANNOTATION));
    }

    /**
     * Writes it down, if it is not there yet. From then on an authority or a database that is missing is one that was lost: they have
     * to be there before.
     *
     * @return the control plane as it is then
     */
    HostedControlPlane remember(String fingerprint, KubernetesClient client) {
        if (annotated().isPresent()) {
            return plane;
        }
        return client.resource(plane)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        Serialization.asJson(Map.of(
                                "metadata",
                                Map.of(
                                        "resourceVersion", plane.getMetadata().getResourceVersion(),
                                        "annotations", Map.of(ANNOTATION, fingerprint)))));
    }
}
