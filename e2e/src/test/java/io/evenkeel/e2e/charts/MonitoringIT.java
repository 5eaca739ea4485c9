package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The alerts and the dashboard of the charts, beside what a server tells. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ByteSequence KEY = ByteSequence.from("key", StandardCharsets.UTF_8);
    private static final Pattern LABELS = Pattern.compile("\\{[^}]*}|\\bby \\([^)]*\\)");
    private static final Pattern SERIES = Pattern.compile("\\b(?:etcd|evenkeel|grpc|process|jvm)_\\w+");
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
        Files.writeString(folder.resolve("dashboard.yaml"), asRules(dashboardExpressions()));
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
        assertThat(promtool("check", "rules", "operator-rules.yaml")).contains("5 rules found");
        assertThat(promtool("test", "rules", "operator-alerts-test.yaml")).contains("SUCCESS");
    }

    @Test
    void dashboardAsksWhatPrometheusUnderstands() {
        assertThat(promtool("check", "rules", "--lint=none", "dashboard.yaml")).contains("SUCCESS");
    }

    @Test
    void everySeriesOfAlertsAndDashboardIsThere() throws Exception {
        Set<String> used = seriesIn(Files.readString(folder.resolve("rules.yaml")));
        used.addAll(seriesIn(String.join("\n", dashboardExpressions())));
        used.addAll(seriesIn(Files.readString(folder.resolve("operator-rules.yaml"))));
        // The operator's own, which InstalledOperatorIT looks for.
        used.remove("evenkeel_operator_leading");
        assertThat(used).hasSizeGreaterThan(40);

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

    private static Set<String> seriesIn(String text) {
        return SERIES.matcher(LABELS.matcher(text).replaceAll(""))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> seriesOf(HttpClient http, EvenkeelProcess server) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/metrics"))
                    .version(HttpClient.Version.HTTP_1_1)
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString())
                    .body()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("[{ ]", 2)[0])
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new AssertionError("no metrics", e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> dashboardExpressions() throws IOException {
        JsonNode dashboard = new ObjectMapper()
                .readTree(Helm.CHART.resolve("files/dashboard.json").toFile());
        List<String> expressions = new ArrayList<>();
        for (JsonNode panel : dashboard.at("/panels")) {
            for (JsonNode target : panel.path("targets")) {
                expressions.add(target.at("/expr").asText());
            }
        }
        return expressions;
    }

    /** Each as a rule that records it, with Grafana's variables put in. */
    private static String asRules(List<String> expressions) {
        var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        for (int i = 0; i < expressions.size(); i++) {
            rules.append("  - record: panel:%d\n    expr: >-\n      %s\n"
                    .formatted(i, expressions.get(i).replace("$__rate_interval", "5m")));
        }
        return rules.toString();
    }

    private String promtool(String first, String second, String... arguments) {
        String[] placed = Arrays.stream(arguments)
                .map(argument ->
                        argument.endsWith(".yaml") ? folder.resolve(argument).toString() : argument)
                .toArray(String[]::new);
        return Command.of(GoTools.path("promtool"), first, second).with(placed).output();
    }
}
