package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.Group;
import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the objects of the servers that control planes share are marked with. They belong to the DataStore and to those control planes,
 * so that they are there as long as anybody is: a DataStore that is deleted and made again takes no cluster's servers away.
 *
 * @param planes that use them
 */
record SharedNames(DataStore store, List<HostedControlPlane> planes) {

    /** On all of them, with the DataStore's name. */
    static final String STORE_LABEL = Group.NAME + "/datastore";

    /** What finds the pods; no more than that may ever be in a selector. */
    Map<String, String> selector() {
        return selector(store.getMetadata().getName());
    }

    static Map<String, String> selector(String datastore) {
        var selector = new LinkedHashMap<String, String>();
        selector.put(STORE_LABEL, datastore);
        selector.put("app.kubernetes.io/component", "server");
        return selector;
    }

    Map<String, String> podLabels() {
        var labels = new LinkedHashMap<>(labels());
        labels.putAll(selector());
        return labels;
    }

    private Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put(STORE_LABEL, store.getMetadata().getName());
        labels.put("app.kubernetes.io/name", "evenkeel");
        labels.put("app.kubernetes.io/instance", store.getMetadata().getName());
        labels.put("app.kubernetes.io/managed-by", "evenkeel-operator");
        labels.put(Backups.LEFT_OUT, "true");
        return labels;
    }

    /** All of it is made anew for a DataStore that a backup has brought back. */
    ObjectMeta owned(String name) {
        List<OwnerReference> owners = new ArrayList<>();
        owners.add(owner(store).withController(true).build());
        planes.forEach(plane -> owners.add(owner(plane).build()));
        return new ObjectMetaBuilder()
                .withNamespace(store.getMetadata().getNamespace())
                .withName(name)
                .withLabels(labels())
                .withOwnerReferences(owners)
                .build();
    }

    private static OwnerReferenceBuilder owner(HasMetadata resource) {
        return new OwnerReferenceBuilder()
                .withApiVersion(resource.getApiVersion())
                .withKind(resource.getKind())
                .withName(resource.getMetadata().getName())
                .withUid(resource.getMetadata().getUid());
    }

    /** Whether an object is this DataStore's. */
    boolean own(ObjectMeta metadata) {
        return metadata.getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(store.getMetadata().getUid()));
    }
}
