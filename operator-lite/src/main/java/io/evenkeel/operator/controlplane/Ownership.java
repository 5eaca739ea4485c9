package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.Group;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects are a resource's: those that it controls, itself or as it was before it was deleted and made again; and those that
 * nobody controls and that have its label, as a backup brings them back, or a deletion that leaves them behind.
 *
 * @param kind of the resource
 * @param name of the resource
 * @param label with its name, on all of its objects
 */
public record Ownership(String kind, String name, String label) {

    /** Of a DataStore or a control plane. */
    static Ownership of(HasMetadata resource) {
        return resource instanceof DataStore
                ? ofDataStore(resource.getMetadata().getName())
                : new Ownership(resource.getKind(), resource.getMetadata().getName(), Names.PLANE_LABEL);
    }

    static Ownership ofDataStore(String name) {
        return new Ownership("DataStore", name, SharedNames.STORE_LABEL);
    }

    boolean covers(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        return controller(metadata)
                .map(owner -> owner.getKind().equals(kind)
                        && owner.getName().equals(name)
                        && owner.getApiVersion().startsWith(Group.NAME + "/"))
                .orElseGet(() -> name.equals(labels(metadata).get(label)));
    }

    /** Whose an object is, for people. */
    public static String ownerOf(HasMetadata object) {
        ObjectMeta metadata = object.getMetadata();
        return controller(metadata)
                .or(() -> owners(metadata).stream().findFirst())
                .map(owner -> owner.getKind() + " " + owner.getName())
                .or(() -> Optional.ofNullable(labels(metadata).get(Names.PLANE_LABEL))
                        .map(plane -> "HostedControlPlane " + plane))
                .or(() -> Optional.ofNullable(labels(metadata).get(SharedNames.STORE_LABEL))
                        .map(store -> "DataStore " + store))
                .orElse("somebody whom it does not name");
    }

    private static Optional<OwnerReference> controller(ObjectMeta metadata) {
        return owners(metadata).stream()
                .filter(owner -> Boolean.TRUE.equals(owner.getController()))
                .findFirst();
    }

    private static List<OwnerReference> owners(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getOwnerReferences()).orElse(List.of());
    }

    private static Map<String, String> labels(ObjectMeta metadata) {
        return Optional.ofNullable(metadata.getLabels()).orElse(Map.of());
    }
}
