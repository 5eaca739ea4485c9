package io.evenkeel.e2e.charts;

import io.evenkeel.e2e.kubernetes.Component;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.kubernetes.Kubectl;
import io.evenkeel.e2e.kubernetes.Nodes;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A cluster to install charts into: a real API server, whose data is in a server of ours, with real controllers, and nodes.
 */
final class Cluster implements AutoCloseable {

    /** A namespace for pods that are restricted: others are warned of, and not let in. */
    static final String RESTRICTED = "charts";

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

    private final Scratch scratch = Scratch.create();
    private final EvenkeelProcess datastore;
    private final KubeApiServer apiServer;
    private final Component controllers;
    private final Nodes nodes;
    private final Helm helm;

    Cluster() {
        datastore = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("datastore"));
        apiServer = KubeApiServer.start(scratch.folder("apiserver"), datastore);
        helm = Helm.in(scratch.folder("helm")).at(apiServer.kubeconfig());
        controllers = Component.controllerManager(scratch.folder("controllers"), apiServer, CONTROLLERS);
        nodes = Nodes.start(
                scratch.folder("nodes"),
                apiServer,
                Repository.root().resolve("e2e/src/test/resources/charts/kwok-test-pods.yaml"));
        addNamespace(
                RESTRICTED,
                "{pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: restricted}");
        defineWhatChartsNeedOfOthers();
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
        nodes.close();
        controllers.close();
        apiServer.close();
        datastore.close();
        scratch.close();
    }
}
