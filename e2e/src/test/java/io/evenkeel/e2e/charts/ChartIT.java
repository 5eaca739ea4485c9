package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.kubernetes.Kubectl;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.Repository;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The chart of the server, at a real API server. */
@ExtendWith(OneCluster.class)
class ChartIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String NAMESPACE = "--namespace=" + Cluster.RESTRICTED;

    private final Helm helm;
    private final Kubectl kubectl;

    ChartIT(Cluster cluster) {
        this.helm = cluster.helm();
        this.kubectl = cluster.kubectl();
    }

    @ParameterizedTest
    @EnumSource
    void lintFindsNothingAndEveryObjectIsTakenWithoutAWarning(ChartValues values) {
        CommandResult lint = helm.lint(values.yaml());
        assertThat(lint.exitCode()).as(lint.toString()).isZero();

        String manifest = helm.manifest("keel", values.yaml(), NAMESPACE);
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
    void namesTheAuthorityOfMySqlAsMySqlDoes() {
        String manifest = helm.manifest(
                "keel", ChartValues.ONE_SERVER_ON_MYSQL.yaml(), "--set=externalDatabase.caSecret=ca", NAMESPACE);

        assertThat(manifest).contains("?ssl-ca=/etc/evenkeel/database-ca/ca.crt&sslmode=verify-identity");
    }

    @Test
    void twoReleasesOfANamespaceAreInstalledTestedUpgradedRolledBackAndUninstalled() {
        for (String release : List.of("one", "two")) {
            var _ = helm.upgrade(release, ChartValues.EVERYTHING.yaml(), NAMESPACE);
        }
        assertThat(zonesOf("one")).hasSize(4).contains("a", "b", "c");
        for (String release : List.of("one", "two")) {
            Await.until(
                    "a budget of " + release + " for its own four",
                    LIMIT,
                    () -> budget(release, "expectedPods") == 4 && budget(release, "disruptionsAllowed") == 1);
        }
        assertThat(helm.run("test", "one", NAMESPACE)).contains("Succeeded");

        String notes = helm.upgrade("one", ChartValues.EVERYTHING.yaml(), "--set=replicaCount=6", NAMESPACE);
        assertThat(notes).contains("6 servers of the store");
        assertThat(readyServers("one")).isEqualTo(6);
        assertThat(readyServers("two")).isEqualTo(4);

        var _ = helm.run("rollback", "one", "1", "--wait", NAMESPACE);
        assertThat(readyServers("one")).isEqualTo(4);

        var _ = helm.run("uninstall", "one", "--wait", NAMESPACE);
        assertThat(objects("one")).isEmpty();
        assertThat(objects("two")).hasSameSizeAs(ChartValues.EVERYTHING.objects());
        assertThat(readyServers("two")).isEqualTo(4);
        var _ = helm.run("uninstall", "two", "--wait", NAMESPACE);
        assertThat(objects("two")).isEmpty();
    }

    @Test
    void scalingRollsNoServer() {
        var _ = helm.upgrade("scaled", ChartValues.SMALLEST.yaml(), NAMESPACE);
        JsonNode before = servers("scaled").at("/spec/template");
        var _ = helm.upgrade("scaled", ChartValues.SMALLEST.yaml(), "--set=replicaCount=5", NAMESPACE);

        assertThat(readyServers("scaled")).isEqualTo(5);
        assertThat(servers("scaled").at("/spec/template")).isEqualTo(before);
        var _ = helm.run("uninstall", "scaled", NAMESPACE);
    }

    @Test
    void readmeIsCurrent() {
        CommandResult result = Command.of(Repository.root().resolve("charts/readme"), "--check")
                .run();
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    private JsonNode servers(String release) {
        return kubectl.json("get", "statefulset", release + "-evenkeel", NAMESPACE);
    }

    private int readyServers(String release) {
        return servers(release).at("/status/readyReplicas").asInt();
    }

    private int budget(String release, String field) {
        return kubectl.json("get", "poddisruptionbudget", release + "-evenkeel", NAMESPACE)
                .at("/status/" + field)
                .asInt();
    }

    /** Where its pods have been put. */
    private List<String> zonesOf(String release) {
        return kubectl
                .lines(
                        "get",
                        "pods",
                        NAMESPACE,
                        "--selector=app.kubernetes.io/component=server,app.kubernetes.io/instance=" + release,
                        "--output=jsonpath={range .items[*]}{.spec.nodeName}{\"\\n\"}{end}")
                .stream()
                .map(node -> node.substring("node-".length()))
                .toList();
    }

    private List<String> objects(String release) {
        return kubectl.lines(
                "get",
                "serviceaccounts,services,statefulsets,poddisruptionbudgets,networkpolicies,configmaps,certificates,"
                        + "servicemonitors,prometheusrules",
                NAMESPACE,
                "--selector=app.kubernetes.io/instance=" + release,
                "--output=name");
    }
}
