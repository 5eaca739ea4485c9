package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.image.Image;
import io.evenkeel.e2e.kubernetes.Kubectl;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.Scratch;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Releases of the operator's chart at work: its pods, run here, look after control planes as its ServiceAccount. */
@ExtendWith(OneCluster.class)
class InstalledOperatorIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAMESPACE = "--namespace=" + Cluster.RESTRICTED;
    private static final int EXIT_CODE_OF_SIGTERM = 128 + 15;

    private final Scratch scratch = Scratch.create();
    private final Cluster cluster;
    private final Kubectl kubectl;
    private final Helm operator;

    InstalledOperatorIT(Cluster cluster) {
        this.cluster = cluster;
        this.kubectl = cluster.kubectl();
        this.operator = cluster.helm().with("evenkeel-operator");
    }

    @BeforeEach
    void define() {
        var _ = cluster.helm().with("evenkeel-operator-crds").upgrade("evenkeel-operator-crds", "{}");
    }

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @Test
    void twoReleasesOfANamespaceLookAfterOneNamespaceEachAndMayDoNothingInTheOther() {
        for (String tenant : List.of("left", "right")) {
            cluster.addNamespace(tenant, "{}");
            install(tenant, "watchNamespaces: [" + tenant + "]");
            createPlane(tenant);
        }

        forbidServices("left");
        try (OperatorPod left = OperatorPod.start(cluster, "left", scratch.folder("left"))) {
            awaitEverySeriesThatIsAskedFor(left);
            awaitTold(left, resources("hostedcontrolplane", "Ready", "false", 1));
            awaitTold(left, resources("datastore", "Ready", "true", 1));
            allowServices("left");
            awaitReadyPlane("left");
            awaitTold(left, resources("hostedcontrolplane", "Ready", "true", 1));
            assertThat(left.metrics())
                    .contains("evenkeel_operator_longest_unready_seconds{controller_name=\"hostedcontrolplane\"} 0.0");
            assertThat(left.passes("livenessProbe")).isTrue();
            assertThat(left.passes("readinessProbe")).isTrue();
            assertThat(left.metrics())
                    .contains("evenkeel_operator_leading 1.0")
                    .anyMatch(line ->
                            line.startsWith("reconciliations_success_total{controller_name=\"hostedcontrolplane\"}"));
            assertThat(planes("right")).containsExactly("right=");
            passTheReleasesTest("left", "watchNamespaces: [left]");
            assertThat(mayBy("left", "create", "secrets", "left")).isTrue();
            assertThat(mayBy("left", "create", "secrets", "right")).isFalse();

            try (OperatorPod right = OperatorPod.start(cluster, "right", scratch.folder("right"))) {
                awaitReadyPlane("right");
                assertThat(right.metrics()).contains("evenkeel_operator_leading 1.0");
            }
        }
        assertThat(kubectl.lines("get", "leases", NAMESPACE, "--output=name"))
                .contains(
                        "lease.coordination.k8s.io/left-evenkeel-operator",
                        "lease.coordination.k8s.io/right-evenkeel-operator");
        for (String tenant : List.of("left", "right")) {
            deletePlane(tenant);
            var _ = operator.run("uninstall", tenant, NAMESPACE);
        }
    }

    @Test
    void looksAfterAllNamespacesOutOfItsImage() {
        assumeThat(Image.canBeRun()).as("namespaces for this user").isTrue();
        Image image = Image.buildOperator(scratch.root().resolve("image"));
        cluster.addNamespace("tenant", "{}");
        install("image", "{}");
        createPlane("tenant");

        try (OperatorPod pod = OperatorPod.startImage(cluster, "image", scratch.folder("pod"), image)) {
            awaitReadyPlane("tenant");
            assertThat(pod.stop()).isEqualTo(EXIT_CODE_OF_SIGTERM);
            assertThat(pod.log()).contains("New leader").doesNotContain("DEBUG", "ERROR", "Exception");
        }
        deletePlane("tenant");
        var _ = operator.run("uninstall", "image", NAMESPACE);
    }

    @Test
    void whoMayViewEditOrAdministrateANamespaceMayDoSoWithControlPlanes() {
        cluster.addNamespace("people", "{}");
        install("people", "{}");
        for (String role : List.of("view", "edit", "admin")) {
            var _ = kubectl.lines(
                    "create", "rolebinding", role, "--clusterrole=" + role, "--user=" + role, "--namespace=people");
        }
        Await.until("the roles of people", LIMIT, () -> may("admin", "create", "jointokens", "people"));

        assertThat(may("view", "list", "hostedcontrolplanes", "people")).isTrue();
        assertThat(may("view", "patch", "hostedcontrolplanes", "people")).isFalse();
        assertThat(may("edit", "patch", "hostedcontrolplanes", "people")).isTrue();
        assertThat(may("edit", "patch", "hostedcontrolplanes/scale", "people")).isTrue();
        assertThat(may("edit", "create", "kubeconfigaccesses", "people")).isFalse();
        assertThat(may("edit", "create", "jointokens", "people")).isFalse();
        assertThat(may("admin", "create", "kubeconfigaccesses", "people")).isTrue();
        assertThat(may("admin", "patch", "hostedcontrolplanes/status", "people"))
                .isFalse();
        assertThat(may("admin", "patch", "hostedcontrolplanes", "default")).isFalse();

        var _ = operator.run("uninstall", "people", NAMESPACE);
    }

    /** What may not be made fails, and is tried again. The controller of quotas is not there to say what is in use. */
    private void forbidServices(String namespace) {
        var _ = kubectl.lines("create", "quota", "none", "--hard=services=0", "--namespace=" + namespace);
        var _ = kubectl.lines(
                "patch",
                "quota",
                "none",
                "--subresource=status",
                "--type=merge",
                "--patch={\"status\": {\"hard\": {\"services\": \"0\"}, \"used\": {\"services\": \"0\"}}}",
                "--namespace=" + namespace);
    }

    private void allowServices(String namespace) {
        var _ = kubectl.lines("delete", "quota", "none", "--namespace=" + namespace);
    }

    /** By the alerts and the dashboard, of operators. */
    private static void awaitEverySeriesThatIsAskedFor(OperatorPod pod) {
        Set<String> used = Series.in(Dashboard.alerts("evenkeel-operator", "alerts.yaml"));
        used.addAll(Series.in(Dashboard.ofOperators().expressions()));
        assertThat(used)
                .hasSizeGreaterThan(12)
                .contains("reconciliations_failure_total", "evenkeel_operator_leading", "jvm_memory_used_bytes");
        Set<String> missing = new TreeSet<>();
        Await.until(() -> "all series; there are none of " + missing, LIMIT, () -> {
            missing.clear();
            missing.addAll(used);
            missing.removeAll(Series.of(pod.metrics()));
            return missing.isEmpty();
        });
    }

    private static void awaitTold(OperatorPod pod, String line) {
        Await.until(line, LIMIT, () -> pod.metrics().contains(line));
    }

    private static String resources(String controller, String condition, String status, int count) {
        return "evenkeel_operator_resources{condition=\"%s\",controller_name=\"%s\",status=\"%s\"} %d.0"
                .formatted(condition, controller, status, count);
    }

    /** What the pod of {@code helm test} runs, as whom it runs it. */
    private void passTheReleasesTest(String release, String values) {
        JsonNode pod = Helm.parsed(operator.manifest(release, values, NAMESPACE)).stream()
                .filter(object -> object.path("kind").asText().equals("Pod"))
                .findFirst()
                .orElseThrow()
                .path("spec");
        String account = "--as=system:serviceaccount:" + Cluster.RESTRICTED + ":"
                + pod.path("serviceAccountName").asText();
        for (String kind : List.of("initContainers", "containers")) {
            List<String> words = pod.at("/" + kind + "/0/command")
                    .valueStream()
                    .map(JsonNode::asText)
                    .toList();
            assertThat(words).startsWith("kubectl", "get");
            var _ = kubectl.command()
                    .with(words.subList(1, words.size()).toArray(String[]::new))
                    .with(account)
                    .output();
        }
    }

    /** With a port of this machine, since that is where its pods run. */
    private void install(String release, String values) {
        var _ = operator.upgrade(release, values, "--set=ports.health=" + FreePorts.take(), NAMESPACE);
    }

    /** Called as its namespace. */
    private void createPlane(String namespace) {
        var _ = kubectl.linesWith("""
                apiVersion: v1
                kind: Secret
                metadata: {name: db}
                stringData: {host: db.example, port: "5432", dbname: planes, username: keel, password: secret}
                ---
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: main}
                spec: {driver: PostgreSQL, connectionSecretRef: {name: db}}
                ---
                apiVersion: evenkeel.io/v1alpha1
                kind: HostedControlPlane
                metadata: {name: %1$s}
                spec: {version: v1.36.2+k0s.0, datastore: {name: main}}
                """.formatted(namespace), "create", "--namespace=" + namespace);
    }

    private void awaitReadyPlane(String namespace) {
        Await.until(
                () -> "a control plane of " + kubectl.json("get", "hcp,pods", "--namespace=" + namespace),
                LIMIT,
                () -> planes(namespace).equals(List.of(namespace + "=True")));
        assertThat(kubectl.json("get", "statefulset", namespace, "--namespace=" + namespace)
                        .at("/status/readyReplicas")
                        .asInt())
                .isEqualTo(2);
    }

    private void deletePlane(String namespace) {
        var _ = kubectl.lines("delete", "hcp", namespace, "--namespace=" + namespace);
    }

    /** Each with what its Ready is. */
    private List<String> planes(String namespace) {
        return kubectl.lines(
                "get",
                "hcp",
                "--namespace=" + namespace,
                "--output=jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type==\"Ready\")].status}"
                        + "{\"\\n\"}{end}");
    }

    private boolean mayBy(String release, String verb, String resource, String namespace) {
        String account = "system:serviceaccount:" + Cluster.RESTRICTED + ":" + release + "-evenkeel-operator";
        return may(account, verb, resource, namespace);
    }

    private boolean may(String user, String verb, String resource, String namespace) {
        String[] parts = resource.split("/", 2);
        String[] subresource = parts.length == 2 ? new String[] {"--subresource=" + parts[1]} : new String[0];
        return kubectl.command()
                .with("auth", "can-i", verb, parts[0], "--as=" + user, "--namespace=" + namespace)
                .with(subresource)
                .run()
                .stdout()
                .strip()
                .equals("yes");
    }
}
