package io.evenkeel.e2e.operator;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.controlplane.Backups;
import io.evenkeel.operator.controlplane.Identity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A control plane and its Secrets as Velero brings them back, in whatever order: without status, owners and whatever the API server
 * gives, and without what is labelled to be left out. That Velero does so is what {@code VeleroRun} shows.
 */
record Backup(Plane of, HostedControlPlane plane, List<Secret> secrets) {

    static Backup take(Plane plane) {
        return new Backup(
                plane,
                plane.get(),
                secretsOf(plane)
                        .filter(secret -> !secret.getMetadata().getLabels().containsKey(Backups.LEFT_OUT))
                        .toList());
    }

    private static Stream<Secret> secretsOf(Plane plane) {
        return plane
                .client()
                .secrets()
                .inNamespace(Plane.NAMESPACE)
                .withLabel("evenkeel.io/control-plane", plane.name())
                .list()
                .getItems()
                .stream();
    }

    /** What each of the Secrets by which the cluster is known holds; of those that are not there, nothing. */
    static Map<String, Map<String, String>> identity(Plane plane) {
        var held = new TreeMap<String, Map<String, String>>();
        for (Identity identity : Identity.values()) {
            Secret secret = plane.find(Secret.class, identity.secretName(plane.name()));
            if (secret != null) {
                held.put(secret.getMetadata().getName(), secret.getData());
            }
        }
        return held;
    }

    /** Deletes the control plane and everything that it leaves. */
    void loseEverything() {
        var _ = of.resource().delete();
        of.await("the end of its objects", () -> of.versions().size() == Identity.values().length);
        identity(of).keySet().forEach(name -> of.delete(Secret.class, name));
    }

    void restorePlane() {
        plane.setStatus(null);
        create(plane);
    }

    void restoreSecrets() {
        secrets.forEach(this::create);
    }

    private void create(HasMetadata object) {
        object.setMetadata(kept(object.getMetadata()));
        var _ = of.client().resource(object).create();
    }

    private static ObjectMeta kept(ObjectMeta before) {
        return new ObjectMetaBuilder()
                .withNamespace(before.getNamespace())
                .withName(before.getName())
                .withLabels(before.getLabels())
                .withAnnotations(before.getAnnotations())
                .withFinalizers(before.getFinalizers())
                .build();
    }
}
