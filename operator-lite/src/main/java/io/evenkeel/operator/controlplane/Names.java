package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.Group;
import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the objects of a control plane are called and marked with. Labels of the control plane itself are none of theirs: someone
 * may change those at any time, and selectors cannot be changed.
 */
record Names(HostedControlPlane plane) {

    /** On all objects of a control plane, with its name. */
    static final String PLANE_LABEL = Group.NAME + "/control-plane";

    private static final String COMPONENT_LABEL = "app.kubernetes.io/component";

    String namespace() {
        return plane.getMetadata().getNamespace();
    }

    /** Of the StatefulSet and of the Service of the API. */
    String controllers() {
        return plane.getMetadata().getName();
    }

    String konnectivity() {
        return controllers() + "-konnectivity";
    }

    /** Of the Service that gives each controller a name. */
    String peers() {
        return controllers() + "-peers";
    }

    /** Of the ConfigMap. */
    String configuration() {
        return controllers() + "-k0s";
    }

    /** Of the Secret by which the servers of the store know each other. */
    String serverCertificate() {
        return controllers() + "-evenkeel";
    }

    /** Of the Secret of its own database, if it has one. */
    String database() {
        return controllers() + "-database";
    }

    /** Within the cluster, whatever its domain is called. */
    String dnsName(String service) {
        return service + "." + namespace() + ".svc";
    }

    /** What finds the pods; no more than that may ever be in a selector. */
    Map<String, String> selector() {
        var selector = new LinkedHashMap<String, String>();
        selector.put(PLANE_LABEL, plane.getMetadata().getName());
        selector.put(COMPONENT_LABEL, "controller");
        return selector;
    }

    String selectorText() {
        return selector().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    Map<String, String> labels() {
        var labels = new LinkedHashMap<String, String>();
        labels.put(PLANE_LABEL, plane.getMetadata().getName());
        labels.put("app.kubernetes.io/name", "hosted-control-plane");
        labels.put("app.kubernetes.io/instance", plane.getMetadata().getName());
        labels.put("app.kubernetes.io/managed-by", "evenkeel-operator");
        return labels;
    }

    Map<String, String> podLabels() {
        var labels = new LinkedHashMap<>(labels());
        labels.putAll(selector());
        labels.put(Backups.LEFT_OUT, "true");
        return labels;
    }

    /** Of an object that goes when the control plane goes. */
    ObjectMeta owned(String name) {
        return kept(name).edit().withOwnerReferences(owner()).build();
    }

    /** Of an object that goes when the control plane goes, and that a control plane from a backup gets anew. */
    ObjectMeta derived(String name) {
        return owned(name).edit().addToLabels(Backups.LEFT_OUT, "true").build();
    }

    /** Of an object that stays when the control plane goes. */
    ObjectMeta kept(String name) {
        return new ObjectMetaBuilder()
                .withNamespace(namespace())
                .withName(name)
                .withLabels(labels())
                .build();
    }

    private OwnerReference owner() {
        return new OwnerReferenceBuilder()
                .withApiVersion(plane.getApiVersion())
                .withKind(plane.getKind())
                .withName(plane.getMetadata().getName())
                .withUid(plane.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .build();
    }
}
