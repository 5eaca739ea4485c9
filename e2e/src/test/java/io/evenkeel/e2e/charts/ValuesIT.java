package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.Repository;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value that the README of a chart has makes a difference, and nothing that it does not have is taken. */
class ValuesIT {

    private static final Pattern NAMED = Pattern.compile("(?m)^\\| `([A-Za-z0-9.]+)` \\|");

    /** Which of several has the certificate: what each leads to is in {@link ChartValues} and {@link ReleaseIT}. */
    private static final Set<String> ALTERNATIVES =
            Set.of("tls.enabled", "tls.existingSecret", "tls.certManager.enabled");

    /** Another value, where any text, list or map would be refused; by the end of its name. */
    private static final Map<String, String> CHANGES = Map.ofEntries(
            Map.entry("settings", "{\"max-txn-ops\": 512}"),
            Map.entry("externalDatabase.type", "\"mysql\""),
            Map.entry("externalDatabase.sslMode", "\"require\""),
            Map.entry("externalDatabase.ddl", "\"never\""),
            Map.entry(
                    "extraDeploy",
                    "[{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"other\"}}]"),
            Map.entry("issuerRef", "{\"name\": \"other\"}"),
            Map.entry("duration", "\"24h\""),
            Map.entry("renewBefore", "\"1h\""),
            Map.entry("extraDnsNames", "[\"other\"]"),
            Map.entry("watchNamespaces", "[\"other\"]"),
            Map.entry("imagePullSecrets", "[{\"name\": \"other\"}]"),
            Map.entry("digest", "\"sha256:" + "1".repeat(64) + "\""),
            Map.entry("pullPolicy", "\"Never\""),
            Map.entry("service.type", "\"NodePort\""),
            Map.entry("minAvailable", "\"50%\""),
            Map.entry("unhealthyPodEvictionPolicy", "\"IfHealthyBudget\""),
            Map.entry("interval", "\"7m\""),
            Map.entry("scrapeTimeout", "\"3s\""));

    /** What has to be there before that value means anything, or can be given at all. */
    private static final Map<String, String> CONDITIONS = Map.of(
            "externalDatabase.existingSecretHostKey", "externalDatabase.host=,externalDatabase.existingSecretHostKey=a",
            "externalDatabase.existingSecretUserKey", "externalDatabase.user=,externalDatabase.existingSecretUserKey=a",
            "externalDatabase.existingSecretDatabaseKey",
                    "externalDatabase.database=,externalDatabase.existingSecretDatabaseKey=a",
            "externalDatabase.caSecret", "externalDatabase.sslMode=verify-full",
            "externalDatabase.caSecretKey", "externalDatabase.sslMode=verify-full,externalDatabase.caSecret=a",
            "leaderElection.enabled", "replicaCount=1",
            "serviceAccount.automount", "extraVolumes[0].name=token");

    private final Scratch scratch = Scratch.create();
    private final Map<String, String> manifests = new ConcurrentHashMap<>();

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    /** @param values with which as much as possible is there */
    record Chart(String name, String values) {

        List<String> named() throws IOException {
            String readme = Files.readString(
                    Repository.root().resolve("charts").resolve(name).resolve("README.md"));
            return NAMED.matcher(readme).results().map(found -> found.group(1)).toList();
        }

        /** What a value is by itself, and as it is given here. */
        JsonNode valueOf(String path) throws IOException {
            String pointer = "/" + path.replace('.', '/');
            JsonNode given = Helm.parsed(values).getFirst().at(pointer);
            String defaults = Files.readString(
                    Repository.root().resolve("charts").resolve(name).resolve("values.yaml"));
            return given.isMissingNode() ? Helm.parsed(defaults).getFirst().at(pointer) : given;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Chart> charts() {
        return Stream.of(
                new Chart("evenkeel", ChartValues.EVERYTHING.yaml()),
                new Chart("evenkeel-operator", OperatorValues.EVERYTHING.yaml()),
                new Chart("evenkeel-operator-crds", "{keep: true}"));
    }

    @ParameterizedTest
    @MethodSource("charts")
    void makeADifferenceEach(Chart chart) throws IOException {
        Helm helm = Helm.in(scratch.folder("helm")).with(chart.name());
        List<String> named = chart.named();
        assertThat(named).hasSizeGreaterThan(2);

        List<String> ignored = new ArrayList<>();
        for (String path : named) {
            List<String> conditions = conditions(chart, path);
            List<String> changed = new ArrayList<>(conditions);
            changed.add(change(path, chart.valueOf(path)));
            if (!ALTERNATIVES.contains(path)
                    && manifest(helm, chart, changed).equals(manifest(helm, chart, conditions))) {
                ignored.add(path);
            }
        }

        assertThat(ignored).isEmpty();
    }

    private String manifest(Helm helm, Chart chart, List<String> flags) {
        return manifests.computeIfAbsent(
                flags.toString(), _ -> helm.manifest("keel", chart.values(), flags.toArray(String[]::new)));
    }

    private static List<String> conditions(Chart chart, String path) throws IOException {
        List<String> flags = new ArrayList<>();
        for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
            String switched = path.substring(0, dot) + ".enabled";
            if (!switched.equals(path) && chart.valueOf(switched).isBoolean()) {
                flags.add("--set=" + switched + "=true");
            }
        }
        String more = CONDITIONS.getOrDefault(path, "");
        if (!more.isEmpty()) {
            flags.add("--set=" + more);
        }
        return flags;
    }

    /** The flag for it. What is text goes by another one, which wins over conditions. */
    private static String change(String path, JsonNode value) {
        return CHANGES.entrySet().stream()
                .filter(change -> path.equals(change.getKey()) || path.endsWith("." + change.getKey()))
                .map(change -> "--set-json=" + path + "=" + change.getValue())
                .findFirst()
                .orElseGet(() -> switch (value.getNodeType()) {
                    case BOOLEAN -> "--set-json=" + path + "=" + !value.asBoolean();
                    case NUMBER -> "--set-json=" + path + "=" + (value.asInt() + 1);
                    case ARRAY -> "--set-json=" + path + "=[{\"other\": \"other\"}]";
                    case OBJECT -> "--set-json=" + path + "={\"other\": \"other\"}";
                    default -> "--set-string=" + path + "=other";
                });
    }

    @ParameterizedTest
    @MethodSource("charts")
    void areRefusedWhenTheyAreMisspelt(Chart chart) throws IOException {
        Helm helm = Helm.in(scratch.folder("helm")).with(chart.name());
        Set<String> folders = new TreeSet<>();
        for (String path : chart.named()) {
            folders.add(path.contains(".") ? path.substring(0, path.lastIndexOf('.') + 1) : "");
        }
        // Charts above this one may have values of their own there.
        folders.remove("global.");

        for (String folder : folders) {
            CommandResult result = helm.template("keel", chart.values(), "--set=" + folder + "misspelt=x");

            assertThat(result.exitCode()).as(folder).isNotZero();
            assertThat(result.stderr()).contains("misspelt");
        }
    }
}
