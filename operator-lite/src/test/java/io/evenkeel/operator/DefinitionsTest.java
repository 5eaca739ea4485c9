package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the operator's charts have of its resources and roles is what this module generates and holds. */
final class DefinitionsTest {

    private static final Path CHARTS = Path.of("../charts");
    private static final Path GENERATED = Path.of("target/classes/META-INF/fabric8");
    private static final String REMEDY = "run charts/definitions";

    @Test
    void ofResourcesAreInTheChartAsTheyAreGenerated() throws IOException {
        Path chart = CHARTS.resolve("evenkeel-operator-crds/files");

        assertThat(names(chart)).as(REMEDY).isEqualTo(names(GENERATED)).hasSizeGreaterThanOrEqualTo(4);
        for (String name : names(GENERATED)) {
            assertThat(chart.resolve(name)).as(REMEDY).hasSameTextualContentAs(GENERATED.resolve(name));
        }
    }

    @Test
    void ofRolesAreInTheChartAsTheyAreHere() throws IOException {
        try (InputStream roles = DefinitionsTest.class.getResourceAsStream("rbac.yaml")) {
            assertThat(CHARTS.resolve("evenkeel-operator/files/rbac.yaml"))
                    .as(REMEDY)
                    .hasContent(new String(roles.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What {@code kubectl get} understands and shows, and {@code kubectl scale} and autoscalers look for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hostedcontrolplanes | hcp    | Version, Desired, Ready, Available, Reason, Endpoint, Age
        datastores          | dstore | Driver, Ready, Reason, Age
        jointokens          | jt     | ControlPlane, Expires, Ready, Reason, Age
        kubeconfigaccesses  | ka     | ControlPlane, User, Expires, Ready, Reason, Age
        """)
    void haveShortNamesColumnsAndAStatusOfTheirOwn(String kind, String shortName, String columns) throws IOException {
        GenericKubernetesResource definition = definition(kind);

        assertThat(definition.<String>get("spec", "scope")).isEqualTo("Namespaced");
        assertThat(definition.<List<String>>get("spec", "names", "shortNames")).containsExactly(shortName);
        assertThat(definition.<List<Map<String, Object>>>get("spec", "versions", 0, "additionalPrinterColumns"))
                .extracting(column -> column.getOrDefault("name", ""))
                .containsExactlyInAnyOrderElementsOf(List.of(columns.split(", ", -1)));
        assertThat(definition.<Map<String, Object>>get("spec", "versions", 0, "subresources"))
                .containsKey("status");
    }

    @Test
    void ofControlPlanesCanBeScaled() throws IOException {
        assertThat(definition("hostedcontrolplanes")
                        .<Map<String, String>>get("spec", "versions", 0, "subresources", "scale"))
                .isEqualTo(Map.of(
                        "specReplicasPath", ".spec.replicas",
                        "statusReplicasPath", ".status.replicas",
                        "labelSelectorPath", ".status.selector"));
    }

    private static GenericKubernetesResource definition(String kind) throws IOException {
        return Serialization.unmarshal(
                Files.readString(GENERATED.resolve(kind + ".evenkeel.io-v1.yml")), GenericKubernetesResource.class);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }
}
