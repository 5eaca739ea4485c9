package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.ServerLauncher;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A real Kubernetes API server on a server under test, and what people do with it through kubectl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class KubernetesScenario {

    private static final Duration WATCH = Duration.ofMinutes(1);
    private static final int MANY = 40;

    private final Scratch scratch = Scratch.create();
    private ServerUnderTest datastore;
    private KubeApiServer apiServer;
    private Kubectl kubectl;

    /** What starts the server that keeps the API server's data. */
    protected abstract ServerLauncher launcher();

    @BeforeAll
    void start() {
        datastore = launcher().start(scratch.folder("datastore"));
        apiServer = KubeApiServer.start(scratch.folder("apiserver"), datastore);
        kubectl = apiServer.kubectl();
    }

    @AfterAll
    void stop() {
        apiServer.close();
        datastore.close();
        scratch.close();
    }

    @Test
    void createsListsPatchesAndDeletesConfigMaps() {
        kubectl.lines("create", "configmap", "one", "--from-literal=color=green");
        kubectl.lines("create", "configmap", "two", "--from-literal=color=blue");
        assertThat(kubectl.lines("get", "configmaps", "--output=name")).contains("configmap/one", "configmap/two");

        kubectl.lines("patch", "configmap", "one", "--patch={\"data\":{\"color\":\"red\"}}");
        assertThat(kubectl.json("get", "configmap", "one").at("/data/color").asText())
                .isEqualTo("red");

        kubectl.lines("delete", "configmap", "one");
        assertThat(kubectl.lines("get", "configmaps", "--output=name"))
                .contains("configmap/two")
                .doesNotContain("configmap/one");
    }

    @Test
    void refusesAnUpdateOfAnOldVersion() {
        kubectl.lines("create", "configmap", "versioned", "--from-literal=n=1");
        String old = kubectl.json("get", "configmap", "versioned").toString();
        kubectl.lines("patch", "configmap", "versioned", "--patch={\"data\":{\"n\":\"2\"}}");

        CommandResult result = kubectl.resultWith(old, "replace");

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains("the object has been modified");
    }

    @Test
    void watches(@TempDir Path folder) {
        kubectl.lines("create", "configmap", "seen", "--from-literal=n=1");
        try (RunningProcess watch = kubectl.start(
                folder.resolve("watch.log"),
                "get",
                "configmaps",
                "--field-selector=metadata.name=seen",
                "--watch",
                "--output-watch-events",
                "--output=jsonpath={.type} {.object.data.n}{\"\\n\"}",
                "--request-timeout=0")) {
            watch.awaitUntil("the object there already", WATCH, () -> hasLine(watch, "ADDED 1"));
            kubectl.lines("patch", "configmap", "seen", "--patch={\"data\":{\"n\":\"2\"}}");
            kubectl.lines("delete", "configmap", "seen");
            watch.awaitUntil("the deletion", WATCH, () -> hasLine(watch, "DELETED 2"));

            assertThat(watch.output().lines()).containsExactly("ADDED 1", "MODIFIED 2", "DELETED 2");
        }
    }

    @Test
    void pagesThroughMany() {
        String manifest = IntStream.range(0, MANY)
                .mapToObj(
                        "---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: many-%02d, labels: {test: many}}}\n"
                                ::formatted)
                .collect(Collectors.joining());
        kubectl.linesWith(manifest, "create");

        List<String> whole = kubectl.lines("get", "configmaps", "--selector=test=many", "--output=name");
        List<String> paged =
                kubectl.lines("get", "configmaps", "--selector=test=many", "--output=name", "--chunk-size=7");

        assertThat(whole).hasSize(MANY).isSorted();
        assertThat(paged).isEqualTo(whole);
        kubectl.lines("delete", "configmaps", "--selector=test=many");
        assertThat(kubectl.lines("get", "configmaps", "--selector=test=many", "--output=name"))
                .isEmpty();
    }

    @Test
    void keepsNamespacesApartUntilTheyAreGone() {
        kubectl.lines("create", "namespace", "passing");
        kubectl.lines("create", "configmap", "inside", "--namespace=passing");
        assertThat(kubectl.lines("get", "configmaps", "--output=name")).doesNotContain("configmap/inside");

        kubectl.lines("delete", "namespace", "passing", "--wait=false");
        ObjectNode namespace = (ObjectNode) kubectl.json("get", "namespace", "passing");
        assertThat(namespace.at("/status/phase").asText()).isEqualTo("Terminating");

        // No namespace controller runs here, so the test does its work: empties the namespace and lets go of it.
        kubectl.lines("delete", "configmaps", "--all", "--namespace=passing");
        namespace.putObject("spec");
        kubectl.linesWith(namespace.toString(), "replace", "--raw=/api/v1/namespaces/passing/finalize");
        assertThat(kubectl.lines("get", "namespaces", "--output=name")).doesNotContain("namespace/passing");
    }

    @Test
    void servesCustomResources() {
        kubectl.linesWith("""
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: keels.test.evenkeel.io}
                spec:
                  group: test.evenkeel.io
                  scope: Namespaced
                  names: {plural: keels, singular: keel, kind: Keel}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties: {spec: {type: object, properties: {depth: {type: integer}}}}
                """, "apply");
        kubectl.lines("wait", "--for=condition=Established", "--timeout=60s", "crd/keels.test.evenkeel.io");

        String keel = "{apiVersion: test.evenkeel.io/v1, kind: Keel, metadata: {name: even}, spec: {depth: 3}}";
        kubectl.linesWith(keel, "apply");
        kubectl.lines("patch", "keel", "even", "--type=merge", "--patch={\"spec\":{\"depth\":4}}");
        JsonNode even = kubectl.json("get", "keel", "even");
        assertThat(even.at("/spec/depth").asInt()).isEqualTo(4);
        assertThat(even.at("/metadata/generation").asInt()).isEqualTo(2);

        kubectl.lines("delete", "keel", "even");
        kubectl.lines("delete", "crd", "keels.test.evenkeel.io", "--timeout=60s");
        assertThat(kubectl.lines("get", "crds", "--output=name")).isEmpty();
    }

    @Test
    void findsEverythingAgainWithAnotherApiServer() {
        kubectl.lines("create", "configmap", "kept", "--from-literal=n=1");
        try (KubeApiServer second = KubeApiServer.start(scratch.folder("second"), datastore)) {
            assertThat(second.kubectl()
                            .json("get", "configmap", "kept")
                            .at("/data/n")
                            .asText())
                    .isEqualTo("1");
            second.kubectl().lines("patch", "configmap", "kept", "--patch={\"data\":{\"n\":\"2\"}}");
            assertThat(kubectl.json("get", "configmap", "kept").at("/data/n").asText())
                    .isEqualTo("2");
            second.kill();
        }
        assertThat(kubectl.lines("delete", "configmap", "kept")).hasSize(1);
    }

    private static boolean hasLine(RunningProcess process, String line) {
        return process.output().lines().anyMatch(line::equals);
    }
}
