package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the operator's charts have of its resources and roles is what this module generates and holds. */
final class DefinitionsTest {

    private static final Path CHARTS = Path.of("../charts");
    private static final String REMEDY = "run charts/definitions";

    @Test
    void ofResourcesAreInTheChartAsTheyAreGenerated() throws IOException {
        Path chart = CHARTS.resolve("evenkeel-operator-crds/files");
        Path generated = Path.of("target/classes/META-INF/fabric8");

        assertThat(names(chart)).as(REMEDY).isEqualTo(names(generated)).hasSizeGreaterThanOrEqualTo(4);
        for (String name : names(generated)) {
            assertThat(chart.resolve(name)).as(REMEDY).hasSameTextualContentAs(generated.resolve(name));
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

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }
}
