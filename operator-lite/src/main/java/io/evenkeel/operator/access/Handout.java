package io.evenkeel.operator.access;

import io.evenkeel.operator.controlplane.Backups;
import io.evenkeel.operator.controlplane.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.Optional;

/**
 * The Secret by which something is handed to whoever asked for it with a resource, and which goes with that resource. It is in no
 * backup: one that came back would belong to nobody, and a credential is better not kept where backups are.
 */
final class Handout {

    /** The reason where a Secret is somebody else's. */
    static final String TAKEN = "SecretTaken";

    static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("evenkeel-operator")
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final HasMetadata owner;
    private final String name;
    private final Optional<Secret> found;

    /** Looks whether it is there. */
    Handout(KubernetesClient client, HasMetadata owner, String name) {
        this.client = client;
        this.owner = owner;
        this.name = name;
        this.found = Optional.ofNullable(client.secrets()
                .inNamespace(owner.getMetadata().getNamespace())
                .withName(name)
                .get());
    }

    String name() {
        return name;
    }

    boolean isThere() {
        return found.isPresent();
    }

    /** What is said when a Secret of that name is somebody else's, which is left as it is. */
    Optional<String> taken() {
        return found.filter(secret -> secret.getMetadata().getOwnerReferences().stream()
                        .noneMatch(reference ->
                                reference.getUid().equals(owner.getMetadata().getUid())))
                .map(secret -> "Secret " + name + " belongs to " + Ownership.ownerOf(secret) + " and is left as it is");
    }

    void put(String type, String key, String text) {
        Secret secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(owner.getMetadata().getNamespace())
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "evenkeel-operator")
                .addToLabels(Backups.LEFT_OUT, "true")
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .build())
                .endMetadata()
                .withType(type)
                .withStringData(Map.of(key, text))
                .build();
        var _ = client.resource(secret).patch(APPLY);
    }
}
