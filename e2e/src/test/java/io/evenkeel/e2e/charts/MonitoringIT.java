package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The alerts and the dashboards of the charts, beside what a server tells; what an operator does is in {@link InstalledOperatorIT}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ByteSequence KEY = ByteSequence.from("key", StandardCharsets.UTF_8);
    private static final String VALUES = """
            externalDatabase: {host: db, database: evenkeel, user: evenkeel, existingSecret: db}
            metrics: {prometheusRule: {enabled: true}}
            """;

    private static final String OPERATOR_VALUES =
            "metrics: {podMonitor: {enabled: true}, prometheusRule: {enabled: true}}";

    private final Scratch scratch = Scratch.create();
    private final Path folder = scratch.folder("rules");

    @BeforeAll
    void writeRules() throws IOException {
        Helm helm = Helm.in(scratch.folder("helm"));
        Files.writeString(folder.resolve("rules.yaml"), rules(helm, VALUES));
        Files.writeString(
                folder.resolve("operator-rules.yaml"), rules(helm.with("evenkeel-operator"), OPERATOR_VALUES));
        Files.writeString(
                folder.resolve("dashboard.yaml"), Dashboard.of("evenkeel").asRules());
        Files.writeString(
                folder.resolve("operator-dashboard.yaml"),
                Dashboard.of("evenkeel-operator").asRules());
        for (String test : List.of("alerts-test.yaml", "operator-alerts-test.yaml")) {
            Files.copy(
                    Repository.root().resolve("e2e/src/test/resources/charts").resolve(test), folder.resolve(test));
        }
    }

    private static String rules(Helm helm, String values) {
        String manifest = helm.manifest("keel", values, "--show-only=templates/prometheusrule.yaml");
        return manifest.substring(manifest.indexOf("\nspec:\n") + "\nspec:\n".length())
                .stripIndent();
    }

    @AfterAll
    void deleteFiles() {
        scratch.close();
    }

    @Test
    void alertsAreRulesThatFireWhenTheyHaveTo() {
        assertThat(promtool("check", "rules", "rules.yaml")).contains("12 rules found");
        assertThat(promtool("test", "rules", "alerts-test.yaml")).contains("SUCCESS");
    }

    @Test
    void alertsOfTheOperatorAreRulesThatFireWhenTheyHaveTo() {
        assertThat(promtool("check", "rules", "operator-rules.yaml")).contains("9 rules found");
        assertThat(promtool("test", "rules", "operator-alerts-test.yaml")).contains("SUCCESS");
    }

    @Test
    void dashboardsAskWhatPrometheusUnderstands() {
        assertThat(promtool("check", "rules", "--lint=none", "dashboard.yaml")).contains("SUCCESS");
        assertThat(promtool("check", "rules", "--lint=none", "operator-dashboard.yaml"))
                .contains("SUCCESS");
    }

    @Test
    void everySeriesThatAlertsAndDashboardsAskServersForIsThere() throws Exception {
        Set<String> used = Series.in(Dashboard.alerts("evenkeel", "alerts.yaml"));
        used.addAll(Series.in(Dashboard.of("evenkeel").expressions()));
        assertThat(used).hasSizeGreaterThan(40);
        Set<String> ofPlanes = Series.in(Dashboard.ofPlanes().expressions());
        assertThat(ofPlanes).hasSizeGreaterThan(5);
        used.addAll(ofPlanes);
        used.addAll(Series.in(Dashboard.alerts("evenkeel-operator", "plane-alerts.yaml")));

        try (EvenkeelProcess server =
                        Backend.POSTGRES.fresh(scratch.folder("data")).serve(scratch.folder("server"));
                Client client = Client.builder().endpoints(server.url()).build();
                HttpClient http = HttpClient.newHttpClient()) {
            var _ = client.getKVClient().put(KEY, KEY).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Set<String> missing = new TreeSet<>();
            // The size is measured from time to time.
            Await.until("all of " + used, LIMIT, () -> {
                missing.clear();
                missing.addAll(used);
                missing.removeAll(seriesOf(http, server));
                return missing.isEmpty() || !missing.contains("etcd_mvcc_db_total_size_in_bytes");
            });
            assertThat(missing).isEmpty();
        }
    }

    private static Set<String> seriesOf(HttpClient http, EvenkeelProcess server) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return Series.of(http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new AssertionError("no metrics", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String promtool(String first, String second, String... arguments) {
        String[] placed = Arrays.stream(arguments)
                .map(argument ->
                        argument.endsWith(".yaml") ? folder.resolve(argument).toString() : argument)
                .toArray(String[]::new);
        return Command.of(GoTools.path("promtool"), first, second).with(placed).output();
    }
}
