package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.kubernetes.Kubectl;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.FolderCopy;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.operator.ControlPlaneOperator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The charts of the operator and of its definitions, at a real API server. */
@ExtendWith(OneCluster.class)
class OperatorChartsIT {

    private static final String NAMESPACE = "--namespace=" + Cluster.RESTRICTED;
    private static final String DEFINITIONS = "evenkeel-operator-crds";

    private static final String KEPT = """
            apiVersion: evenkeel.io/v1alpha1
            kind: DataStore
            metadata: {name: kept, namespace: default}
            spec: {driver: PostgreSQL, connectionSecretRef: {name: db}}
            """;

    private final Scratch scratch = Scratch.create();
    private final Kubectl kubectl;
    private final Helm definitions;
    private final Helm operator;

    OperatorChartsIT(Cluster cluster) {
        this.kubectl = cluster.kubectl();
        this.definitions = cluster.helm().with(DEFINITIONS);
        this.operator = cluster.helm().with("evenkeel-operator");
    }

    @BeforeEach
    void define() {
        var _ = definitions.upgrade(DEFINITIONS, "{}");
    }

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @ParameterizedTest
    @EnumSource
    void lintFindsNothingAndEveryObjectIsTakenWithoutAWarning(OperatorValues values) {
        CommandResult lint = operator.lint(values.yaml());
        assertThat(lint.exitCode()).as(lint.toString()).isZero();

        CommandResult result = kubectl.resultWith(
                operator.manifest("keel", values.yaml(), NAMESPACE),
                "apply",
                "--server-side",
                "--dry-run=server",
                "--validate=strict",
                "--output=name");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines()).containsAll(values.objects());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicaCuont=3                      | replicaCuont
            watchNamespaces=all                 | watchNamespaces
            k0sImage.tag=v1                     | tag
            leaderElection.enabled=false        | leaderElection.enabled
            serviceAccount.automount=false      | serviceAccount.automount
            ports.health=0                      | health
            """)
    void refusesWhatMakesNoSenseAndNamesIt(String setting, String named) {
        CommandResult result = operator.template("keel", "{}", "--set=" + setting);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains(named);
    }

    @Test
    void rolesAreThoseOfTheOperator() throws IOException {
        List<JsonNode> rendered = operator.objects("keel", "{}").stream()
                .filter(object -> object.path("kind").asText().equals("ClusterRole"))
                .toList();
        try (InputStream in = ControlPlaneOperator.class.getResourceAsStream("rbac.yaml")) {
            List<JsonNode> roles = Helm.parsed(new String(in.readAllBytes(), StandardCharsets.UTF_8));

            assertThat(rendered)
                    .extracting(role -> role.path("rules"))
                    .isNotEmpty()
                    .isEqualTo(roles.stream().map(role -> role.path("rules")).toList());
            assertThat(rendered)
                    .extracting(OperatorChartsIT::aggregation)
                    .isEqualTo(roles.stream().map(OperatorChartsIT::aggregation).toList());
        }
    }

    /** The labels by which a role becomes part of those that Kubernetes has for people. */
    private static List<String> aggregation(JsonNode role) {
        return role.at("/metadata/labels")
                .propertyStream()
                .map(label -> label.getKey() + "=" + label.getValue().asText())
                .filter(label -> label.startsWith("rbac."))
                .sorted()
                .toList();
    }

    @Test
    void kubectlShowsTheAgeLast() {
        assertThat(definitions.objects(DEFINITIONS, "{}"))
                .hasSize(4)
                .extracting(definition -> definition.at("/spec/versions/0/additionalPrinterColumns"))
                .allSatisfy(columns -> {
                    assertThat(columns.findValuesAsText("name")).endsWith("Age").hasSizeGreaterThan(1);
                });
    }

    @Test
    void definitionsAreUpgradedAndOutliveTheirRelease() throws IOException {
        CommandResult lint = definitions.lint("{keep: true}");
        assertThat(lint.exitCode()).as(lint.toString()).isZero();
        var _ = definitions.with(olderDefinitions().toString()).upgrade(DEFINITIONS, "{}");
        assertThat(shortNames()).isEmpty();
        var _ = kubectl.linesWith(KEPT, "apply");

        var _ = definitions.upgrade(DEFINITIONS, "commonLabels: {team: keel}");
        assertThat(shortNames()).containsExactly("jt");

        var _ = definitions.run("uninstall", DEFINITIONS);
        assertThat(kubectl.lines("get", "datastores", "--output=name")).contains("datastore.evenkeel.io/kept");
        assertThat(definitions.upgrade(DEFINITIONS, "{}")).contains("helm uninstall leaves them");

        var _ = kubectl.linesWith(KEPT, "delete");
    }

    /** The chart as if a kind had no short name yet. */
    private Path olderDefinitions() throws IOException {
        Path copy = scratch.root().resolve("older");
        FolderCopy.copy(definitions.chart(), copy);
        Path file = copy.resolve("files/jointokens.evenkeel.io-v1.yml");
        Files.writeString(file, Files.readString(file).replace("    shortNames:\n    - \"jt\"\n", ""));
        return copy;
    }

    private List<String> shortNames() {
        return kubectl.lines(
                "get",
                "customresourcedefinitions",
                "jointokens.evenkeel.io",
                "--output=jsonpath={range .spec.names.shortNames[*]}{@}{\"\\n\"}{end}");
    }

    @Test
    void releaseIsInstalledUpgradedRolledBackAndUninstalled() {
        var _ = operator.upgrade("keel", "{}", NAMESPACE);
        assertThat(readyOperators()).isEqualTo(2);
        assertThat(operator.run("test", "keel", NAMESPACE)).contains("Succeeded");

        String notes = operator.upgrade("keel", OperatorValues.EVERYTHING.yaml(), NAMESPACE);
        assertThat(notes).contains("the control planes of default, charts.").doesNotContain("It cannot start");
        assertThat(readyOperators()).isEqualTo(3);
        assertThat(bindings()).contains("rolebinding.rbac.authorization.k8s.io/keel-evenkeel-operator");

        var _ = operator.run("rollback", "keel", "1", "--wait", NAMESPACE);
        assertThat(readyOperators()).isEqualTo(2);
        assertThat(bindings())
                .containsExactlyInAnyOrder(
                        "clusterrolebinding.rbac.authorization.k8s.io/keel-evenkeel-operator",
                        "rolebinding.rbac.authorization.k8s.io/keel-evenkeel-operator-leader");

        var _ = operator.run("uninstall", "keel", "--wait", NAMESPACE);
        assertThat(objects("keel")).isEmpty();
    }

    private int readyOperators() {
        return kubectl.json("get", "deployment", "keel-evenkeel-operator", NAMESPACE)
                .at("/status/readyReplicas")
                .asInt();
    }

    private List<String> bindings() {
        return kubectl.lines(
                "get",
                "clusterrolebindings,rolebindings",
                "--all-namespaces",
                "--selector=app.kubernetes.io/instance=keel",
                "--output=name");
    }

    private List<String> objects(String release) {
        return kubectl.lines(
                "get",
                "serviceaccounts,services,deployments,poddisruptionbudgets,networkpolicies,servicemonitors,podmonitors,prometheusrules,"
                        + "configmaps,clusterroles,clusterrolebindings,rolebindings",
                "--all-namespaces",
                "--selector=app.kubernetes.io/instance=" + release,
                "--output=name");
    }
}
