package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One control plane of the namespace {@code default}, as its owner sees it and those who look behind it. */
record Plane(KubernetesClient client, String name) {

    static final String NAMESPACE = "default";
    private static final String LABEL = "evenkeel.io/control-plane";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    /** Applies the shortest manifest there is, with this name. */
    void create() {
        create("");
    }

    /** In the moment in which the one before has gone. */
    void createOnceGone() {
        await("the end of the one before", () -> {
            try {
                create();
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                    throw e;
                }
                return false;
            }
        });
    }

    /** @param more lines of the spec */
    void create(String more) {
        create(more, "main");
    }

    void create(String more, String datastore) {
        create("v1.36.2+k0s.0", more, "{name: " + datastore + "}");
    }

    /** @param datastore the whole of that field, in braces */
    void createOn(String datastore, int replicas) {
        create("v1.36.2+k0s.0", "replicas: " + replicas, datastore);
    }

    void createVersion(String version) {
        create(version, "", "{name: main}");
    }

    private void create(String version, String more, String datastore) {
        var _ = client.resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: HostedControlPlane
                metadata:
                  name: %s
                  namespace: default
                spec:
                  version: %s
                  datastore: %s
                %s""".formatted(name, version, datastore, more.indent(2)))
                .create();
    }

    Resource<HostedControlPlane> resource() {
        return client.resources(HostedControlPlane.class).inNamespace(NAMESPACE).withName(name);
    }

    HostedControlPlane get() {
        return Objects.requireNonNull(resource().get(), name);
    }

    /** What {@code kubectl edit} does. */
    void edit(UnaryOperator<HostedControlPlane> change) {
        var _ = resource().edit(change);
    }

    /** What {@code kubectl patch --type=merge} does. */
    void patch(String change) {
        var _ = resource().patch(PatchContext.of(PatchType.JSON_MERGE), change);
    }

    /** What {@code kubectl scale} does, by the scale subresource. */
    void scale(int replicas) {
        var _ = resource().scale(replicas);
    }

    StatefulSet controllers() {
        return Objects.requireNonNull(find(StatefulSet.class, name), "no StatefulSet");
    }

    /** What the controllers' template is called by now. */
    String revision() {
        return controllers().getStatus().getUpdateRevision();
    }

    /** How many different templates the controllers have had. */
    int revisions() {
        return client.apps()
                .controllerRevisions()
                .inNamespace(NAMESPACE)
                .withLabel(LABEL, name)
                .list()
                .getItems()
                .size();
    }

    String k0sConfig() {
        return Objects.requireNonNull(find(ConfigMap.class, name + "-k0s"), "no ConfigMap")
                .getData()
                .getOrDefault("k0s.yaml", "");
    }

    List<Pod> pods() {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withLabel(LABEL, name)
                .list()
                .getItems();
    }

    <T extends HasMetadata> @Nullable T find(Class<T> type, String child) {
        return client.resources(type).inNamespace(NAMESPACE).withName(child).get();
    }

    void delete(Class<? extends HasMetadata> type, String child) {
        var _ = client.resources(type).inNamespace(NAMESPACE).withName(child).delete();
    }

    /** Kind and name of everything that is there for it but pods, with its version. */
    Map<String, String> versions() {
        var versions = new TreeMap<String, String>();
        Stream.of(
                        Service.class,
                        Secret.class,
                        ConfigMap.class,
                        StatefulSet.class,
                        PodDisruptionBudget.class,
                        NetworkPolicy.class)
                .flatMap(type ->
                        client.resources(type).inNamespace(NAMESPACE).withLabel(LABEL, name).list().getItems().stream())
                .forEach(child -> versions.put(
                        child.getKind() + "/" + child.getMetadata().getName(),
                        child.getMetadata().getResourceVersion()));
        return versions;
    }

    Optional<Condition> condition(String type) {
        return Optional.ofNullable(get().getStatus())
                .flatMap(status -> Optional.ofNullable(status.conditions()))
                .flatMap(conditions -> conditions.stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst());
    }

    /** Waits for everything to be as its newest spec says. */
    void awaitReady() {
        await("being ready", () -> isObserved() && has("Ready", "True"));
    }

    /** As the other, by when there are so many controllers. */
    void awaitReady(int replicas) {
        await(
                replicas + " controllers",
                () -> Integer.valueOf(replicas).equals(get().getSpec().replicas())
                        && isObserved()
                        && has("Ready", "True"));
    }

    /** Deletes something, and waits for another one of that name. */
    <T extends HasMetadata> void deleteAndAwaitAnother(Class<T> type, String child) {
        String uid =
                Objects.requireNonNull(find(type, child), child).getMetadata().getUid();
        delete(type, child);
        await("another " + child, () -> {
            T found = find(type, child);
            return found != null && !found.getMetadata().getUid().equals(uid);
        });
    }

    void awaitNot(String type, String reason) {
        await(
                type + " because of " + reason,
                () -> isObserved()
                        && condition(type)
                                .filter(condition -> condition.getStatus().equals("False"))
                                .filter(condition -> condition.getReason().equals(reason))
                                .isPresent());
    }

    boolean has(String type, String status) {
        return condition(type).map(Condition::getStatus).filter(status::equals).isPresent();
    }

    private boolean isObserved() {
        HostedControlPlane now = get();
        return now.getStatus() != null
                && now.getMetadata().getGeneration().equals(now.getStatus().observedGeneration());
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(() -> what + " of " + Serialization.asYaml(resource().get()), LIMIT, condition);
    }
}
