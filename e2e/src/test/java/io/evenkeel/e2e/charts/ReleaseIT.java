package io.evenkeel.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.Scratch;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the objects of a release find each other, and none of another release. */
class ReleaseIT {

    private final Scratch scratch = Scratch.create();
    private final Helm server = Helm.in(scratch.folder("helm"));
    private final Helm operator = server.with("evenkeel-operator");

    @AfterEach
    void deleteFiles() {
        scratch.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Service             | /spec/selector
            PodDisruptionBudget | /spec/selector/matchLabels
            NetworkPolicy       | /spec/podSelector/matchLabels
            StatefulSet         | /spec/selector/matchLabels
            StatefulSet         | /spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels
            StatefulSet         | /spec/template/spec/topologySpreadConstraints/1/labelSelector/matchLabels
            """)
    void serversAreSelected(String kind, String selector) {
        assertSelected(server, ChartValues.EVERYTHING.yaml(), kind, selector, "StatefulSet");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Service             | /spec/selector
            PodDisruptionBudget | /spec/selector/matchLabels
            NetworkPolicy       | /spec/podSelector/matchLabels
            Deployment          | /spec/selector/matchLabels
            Deployment          | /spec/template/spec/topologySpreadConstraints/0/labelSelector/matchLabels
            Deployment          | /spec/template/spec/topologySpreadConstraints/1/labelSelector/matchLabels
            """)
    void operatorsAreSelected(String kind, String selector) {
        assertSelected(operator, OperatorValues.EVERYTHING.yaml(), kind, selector, "Deployment");
    }

    /** All pods of that kind, and neither those of another release nor the one of {@code helm test}. */
    private static void assertSelected(Helm helm, String values, String kind, String selector, String set) {
        List<JsonNode> objects = helm.objects("keel", values);
        JsonNode pods = one(objects, set).at("/spec/template/metadata/labels");
        JsonNode others = one(helm.objects("other", values), set).at("/spec/template/metadata/labels");
        JsonNode test = one(objects, "Pod").at("/metadata/labels");

        assertThat(all(objects, kind)).isNotEmpty().allSatisfy(object -> {
            Map<String, String> wanted = labels(object.at(selector));
            assertThat(wanted).isNotEmpty();
            assertThat(labels(pods)).containsAllEntriesOf(wanted);
            for (JsonNode other : List.of(others, test)) {
                assertThat(labels(other).entrySet().containsAll(wanted.entrySet()))
                        .as("%s", other)
                        .isFalse();
            }
        });
    }

    @Test
    void prometheusFindsServersByTheirOwnServiceAndPort() {
        List<JsonNode> objects = server.objects("keel", ChartValues.EVERYTHING.yaml());
        JsonNode monitor = one(objects, "ServiceMonitor");
        Map<String, String> wanted = labels(monitor.at("/spec/selector/matchLabels"));

        assertThat(all(objects, "Service"))
                .filteredOn(service ->
                        labels(service.at("/metadata/labels")).entrySet().containsAll(wanted.entrySet()))
                .singleElement()
                .satisfies(service -> {
                    assertThat(service.at("/metadata/name").asText()).isEqualTo("keel-evenkeel-peers");
                    assertThat(service.at("/spec/ports"))
                            .extracting(port -> port.path("name").asText())
                            .contains(monitor.at("/spec/endpoints/0/port").asText());
                });
        assertThat(one(objects, "ConfigMap")
                        .at("/metadata/labels/grafana_dashboard")
                        .asText())
                .isEqualTo("1");
    }

    @Test
    void certManagerMakesTheCertificateThatServersMount() {
        List<JsonNode> objects = server.objects("keel", ChartValues.EVERYTHING.yaml());
        JsonNode certificate = one(objects, "Certificate").path("spec");

        assertThat(certificate.path("secretName").asText()).isEqualTo(tlsSecret(objects));
        assertThat(certificate.path("dnsNames"))
                .extracting(JsonNode::asText)
                .contains(
                        "keel-evenkeel.default.svc", "*.keel-evenkeel-peers.default.svc", "localhost", "etcd.example");
        assertThat(certificate.path("usages")).extracting(JsonNode::asText).contains("server auth", "client auth");
        assertThat(certificate.path("issuerRef"))
                .isEqualTo(Helm.parsed("{name: ours, kind: ClusterIssuer}").getFirst());
        assertThat(arguments(objects))
                .contains(
                        "--cert-file=/etc/evenkeel/tls/tls.crt",
                        "--key-file=/etc/evenkeel/tls/tls.key",
                        "--trusted-ca-file=/etc/evenkeel/tls/ca.crt",
                        "--client-cert-auth=true",
                        "--listen-client-urls=https://0.0.0.0:2379");
    }

    @Test
    void anExistingCertificateIsMountedAndNoneIsMade() {
        List<JsonNode> objects = server.objects("keel", ChartValues.EXISTING_CERTIFICATE.yaml());

        assertThat(all(objects, "Certificate")).isEmpty();
        assertThat(tlsSecret(objects)).isEqualTo("certificate");
        assertThat(arguments(objects))
                .contains("--cert-file=/etc/evenkeel/tls/tls.crt", "--listen-client-urls=https://[::]:2379")
                .noneMatch(argument -> argument.startsWith("--client-cert-auth"));
    }

    /** By no more than its keys: what is in it is nobody's but the pods'. */
    @Test
    void theDatabaseIsFoundByTheSecretThatCloudNativePgMakes() {
        JsonNode container = container(server.objects("keel", ChartValues.CLOUD_NATIVE_PG.yaml()));
        var keys = new TreeMap<String, String>();
        for (JsonNode variable : container.path("env")) {
            JsonNode key = variable.at("/valueFrom/secretKeyRef");
            if (key.path("name").asText().equals("pg-app")) {
                keys.put(variable.path("name").asText(), key.path("key").asText());
            }
        }

        assertThat(keys)
                .isEqualTo(Map.of(
                        "DATABASE_HOST", "host",
                        "DATABASE_PORT", "port",
                        "DATABASE_NAME", "dbname",
                        "DATABASE_USER", "username"));
    }

    @Test
    void aBudgetIsOneOfTwoKinds() {
        JsonNode most = one(server.objects("keel", ChartValues.SMALLEST.yaml()), "PodDisruptionBudget");
        JsonNode least = one(server.objects("keel", ChartValues.ONE_SERVER_ON_MYSQL.yaml()), "PodDisruptionBudget");

        assertThat(most.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
        assertThat(most.path("spec").has("minAvailable")).isFalse();
        assertThat(least.at("/spec/minAvailable").asText()).isEqualTo("50%");
        assertThat(least.path("spec").has("maxUnavailable")).isFalse();
    }

    private static JsonNode container(List<JsonNode> objects) {
        return one(objects, "StatefulSet").at("/spec/template/spec/containers/0");
    }

    private static List<String> arguments(List<JsonNode> objects) {
        return container(objects)
                .path("args")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static String tlsSecret(List<JsonNode> objects) {
        return StreamSupport.stream(
                        one(objects, "StatefulSet")
                                .at("/spec/template/spec/volumes")
                                .spliterator(),
                        false)
                .filter(volume -> volume.path("name").asText().equals("tls"))
                .map(volume -> volume.at("/secret/secretName").asText())
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode one(List<JsonNode> objects, String kind) {
        return all(objects, kind).getFirst();
    }

    private static List<JsonNode> all(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .toList();
    }

    private static Map<String, String> labels(JsonNode node) {
        var labels = new TreeMap<String, String>();
        node.propertyStream()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
