package io.evenkeel.e2e.charts;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.kubernetes.Component;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.kubernetes.Kubectl;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A cluster to install charts into: a real API server, whose data is in a server of ours, with real controllers and a real scheduler.
 * Its three nodes, in a zone each, are kwok: pods are ready as soon as they are assigned to one, and none runs.
 */
final class Cluster implements AutoCloseable {

    /** A namespace for pods that are restricted: others are warned of, and not let in. */
    static final String RESTRICTED = "charts";

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String CONTROLLERS = String.join(
            ",",
            "clusterrole-aggregation-controller",
            "deployment-controller",
            "disruption-controller",
            "endpointslice-controller",
            "garbage-collector-controller",
            "node-lifecycle-controller",
            "replicaset-controller",
            "statefulset-controller");
    private static final List<String> ZONES = List.of("a", "b", "c");

    private final Scratch scratch = Scratch.create();
    private final EvenkeelProcess datastore;
    private final KubeApiServer apiServer;
    private final List<Component> components;
    private final Helm helm;

    Cluster() {
        datastore = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("datastore"));
        apiServer = KubeApiServer.start(scratch.folder("apiserver"), datastore);
        helm = Helm.in(scratch.folder("helm")).at(apiServer.kubeconfig());
        components = List.of(
                Component.controllerManager(scratch.folder("controllers"), apiServer, CONTROLLERS),
                Component.scheduler(scratch.folder("scheduler"), apiServer),
                Component.kwok(
                        scratch.folder("kwok"),
                        apiServer,
                        Repository.root().resolve("e2e/src/test/resources/charts/kwok-test-pods.yaml")));
        ZONES.forEach(this::addNode);
        addNamespace(
                RESTRICTED,
                "{pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: restricted}");
        defineWhatChartsNeedOfOthers();
        Await.until("nodes", LIMIT, this::isSchedulable);
    }

    private void addNode(String zone) {
        kubectl().linesWith("""
                apiVersion: v1
                kind: Node
                metadata:
                  name: node-%1$s
                  annotations: {kwok.x-k8s.io/node: fake}
                  labels: {kubernetes.io/hostname: node-%1$s, topology.kubernetes.io/zone: %1$s}
                status:
                  allocatable: {cpu: "32", memory: 256Gi, ephemeral-storage: 100Gi, pods: "110"}
                  capacity: {cpu: "32", memory: 256Gi, ephemeral-storage: 100Gi, pods: "110"}
                """.formatted(zone), "create");
    }

    /** Whether pods may be assigned to all nodes; else they would crowd on the first. */
    private boolean isSchedulable() {
        JsonNode nodes = kubectl().json("get", "nodes").path("items");
        return StreamSupport.stream(nodes.spliterator(), false)
                .allMatch(node -> node.at("/spec/taints").isMissingNode());
    }

    private void defineWhatChartsNeedOfOthers() {
        try {
            var _ = kubectl()
                    .linesWith(
                            Files.readString(GoTools.path("crds.yaml")), "apply", "--server-side", "--force-conflicts");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = kubectl().lines("wait", "--for=condition=Established", "--timeout=60s", "crds", "--all");
    }

    /** @param labels a map in YAML */
    void addNamespace(String name, String labels) {
        var _ = kubectl().linesWith("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: %s}
                """.formatted(name, labels), "create");
    }

    Kubectl kubectl() {
        return apiServer.kubectl();
    }

    /** An administrator's. */
    Path kubeconfig() {
        return apiServer.kubeconfig();
    }

    /** Helm as the administrator, with the chart of the server. */
    Helm helm() {
        return helm;
    }

    @Override
    public void close() {
        components.forEach(Component::close);
        apiServer.close();
        datastore.close();
        scratch.close();
    }
}
