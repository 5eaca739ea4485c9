package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.kubernetes.Kubectl;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The chart of the server, at a real API server whose data is in a server of ours. The namespace is one for pods that are
 * restricted, so that any that is not would be warned of.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChartIT {

    private static final String NAMESPACE = "charts";

    private final Scratch scratch = Scratch.create();
    private EvenkeelProcess datastore;
    private KubeApiServer apiServer;
    private Kubectl kubectl;
    private Helm helm;

    @BeforeAll
    void start() throws IOException {
        datastore = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("datastore"));
        apiServer = KubeApiServer.start(scratch.folder("apiserver"), datastore);
        kubectl = apiServer.kubectl();
        helm = Helm.in(scratch.folder("helm")).at(apiServer.kubeconfig());
        kubectl.linesWith(Files.readString(GoTools.path("crds.yaml")), "apply", "--server-side", "--force-conflicts");
        kubectl.lines("wait", "--for=condition=Established", "--timeout=60s", "crds", "--all");
        kubectl.linesWith("""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: charts
                  labels: {pod-security.kubernetes.io/enforce: restricted, pod-security.kubernetes.io/warn: restricted}
                """, "apply");
    }

    @AfterAll
    void stop() {
        apiServer.close();
        datastore.close();
        scratch.close();
    }

    @ParameterizedTest
    @EnumSource
    void lintFindsNothingAndEveryObjectIsTakenWithoutAWarning(ChartValues values) {
        CommandResult lint = helm.lint(values.yaml());
        assertThat(lint.exitCode()).as(lint.toString()).isZero();

        String manifest = helm.manifest("keel", values.yaml(), "--namespace=" + NAMESPACE);
        CommandResult result = kubectl.resultWith(
                manifest, "apply", "--server-side", "--dry-run=server", "--validate=strict", "--output=name");

        assertThat(result.exitCode()).as(result.toString()).isZero();
        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines()).containsAll(values.objects());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replicaCount=0                                 | replicaCount
            replicaCuont=3                                 | replicaCuont
            externalDatabase.type=oracle                   | externalDatabase
            externalDatabase.existingSecret=               | externalDatabase.existingSecret is missing
            externalDatabase.existingSecretHostKey=host    | give one of externalDatabase.host and
            externalDatabase.user=                         | give one of externalDatabase.user and
            externalDatabase.database=                     | give one of externalDatabase.database and
            externalDatabase.caSecret=ca                   | externalDatabase.sslMode
            tls.enabled=true                               | tls.enabled needs one of
            tls.existingSecret=cert                        | need tls.enabled
            settings.store=mine                            | settings.store is set by other values
            settings.MaxTxnOps=3                           | MaxTxnOps
            podDisruptionBudget.maxUnavailable=some        | maxUnavailable
            """)
    void refusesWhatMakesNoSenseAndNamesIt(String setting, String named) {
        CommandResult result = helm.template("keel", ChartValues.SMALLEST.yaml(), "--set=" + setting);

        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains(named);
    }

    @Test
    void twoReleasesOfANamespaceAreInstalledUpgradedRolledBackAndUninstalled() {
        String namespace = "--namespace=" + NAMESPACE;
        String chart = Helm.CHART.toString();
        for (String release : List.of("one", "two")) {
            helm.run(ChartValues.EVERYTHING.yaml(), "install", release, chart, "--values=-", namespace);
        }
        assertThat(servers("one").at("/spec/replicas").asInt()).isEqualTo(4);
        assertThat(servers("one").at("/spec/selector"))
                .isNotEqualTo(servers("two").at("/spec/selector"));

        helm.run(
                ChartValues.EVERYTHING.yaml(),
                "upgrade",
                "one",
                chart,
                "--values=-",
                "--set=replicaCount=6",
                namespace);
        assertThat(servers("one").at("/spec/replicas").asInt()).isEqualTo(6);
        assertThat(servers("two").at("/spec/replicas").asInt()).isEqualTo(4);

        helm.run("", "rollback", "one", "1", namespace);
        assertThat(servers("one").at("/spec/replicas").asInt()).isEqualTo(4);

        helm.run("", "uninstall", "one", namespace);
        assertThat(objects("one")).isEmpty();
        assertThat(objects("two")).hasSameSizeAs(ChartValues.EVERYTHING.objects());
        helm.run("", "uninstall", "two", namespace);
        assertThat(objects("two")).isEmpty();
    }

    @Test
    void scalingRollsNoServer() {
        String namespace = "--namespace=" + NAMESPACE;
        String chart = Helm.CHART.toString();
        helm.run(ChartValues.SMALLEST.yaml(), "install", "scaled", chart, "--values=-", namespace);
        JsonNode before = servers("scaled").at("/spec/template");
        helm.run(
                ChartValues.SMALLEST.yaml(),
                "upgrade",
                "scaled",
                chart,
                "--values=-",
                "--set=replicaCount=5",
                namespace);

        assertThat(servers("scaled").at("/spec/replicas").asInt()).isEqualTo(5);
        assertThat(servers("scaled").at("/spec/template")).isEqualTo(before);
        helm.run("", "uninstall", "scaled", namespace);
    }

    @Test
    void readmeIsCurrent() {
        CommandResult result = Command.of(Repository.root().resolve("charts/readme"), "--check")
                .run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private JsonNode servers(String release) {
        return kubectl.json("get", "statefulset", release + "-evenkeel", "--namespace=" + NAMESPACE);
    }

    private List<String> objects(String release) {
        return kubectl.lines(
                "get",
                "serviceaccounts,services,statefulsets,poddisruptionbudgets,networkpolicies,configmaps,certificates,"
                        + "servicemonitors,prometheusrules",
                "--namespace=" + NAMESPACE,
                "--selector=app.kubernetes.io/instance=" + release,
                "--output=name");
    }
}
