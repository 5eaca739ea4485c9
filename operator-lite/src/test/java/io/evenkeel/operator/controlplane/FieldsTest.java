package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every field that the definitions of our resources have makes a difference: none is accepted and ignored. */
final class FieldsTest {

    /** Kubernetes' own types, which are passed on as they are. */
    private static final Set<String> WHOLE = Set.of("pod.resources", "pod.serverResources", "shim.resources");

    /** Those of a database of one's own, which integration tests with a database are about. */
    private static final Set<String> OF_DATABASES =
            Set.of("datastore.database", "datastore.username", "datastore.deletionPolicy");

    static Stream<String> ofControlPlanes() throws IOException {
        return optional("hostedcontrolplanes").filter(field -> !OF_DATABASES.contains(field));
    }

    /** Those of the rest are about the connection, which is found elsewhere. */
    static Stream<String> ofServers() throws IOException {
        return optional("datastores").filter(field -> field.startsWith("shim."));
    }

    @ParameterizedTest
    @MethodSource("ofControlPlanes")
    void ofAControlPlaneMakesADifference(String field) {
        assertDifference("everything.yaml", field, FieldsTest::children);
    }

    @ParameterizedTest
    @MethodSource("ofServers")
    void ofServersThatAreSharedMakesADifference(String field) {
        assertDifference("datastore.yaml", field, FieldsTest::servers);
    }

    private static void assertDifference(String file, String field, Function<String, String> made) {
        String whole = ChildrenTest.read(file);

        assertThat(made.apply(without(whole, field))).isNotEqualTo(made.apply(whole));
    }

    private static String children(String manifest) {
        HostedControlPlane plane = Serialization.unmarshal(manifest, HostedControlPlane.class);
        try {
            return ChildrenTest.childrenOf(plane, new Serving.Beside(ChildrenTest.SECURED));
        } catch (NoSuchElementException waits) {
            return "nothing before there is an address";
        }
    }

    private static String servers(String manifest) {
        DataStore store = Serialization.unmarshal(manifest, DataStore.class);
        var user = Serialization.unmarshal(ChildrenTest.read("shortest.yaml"), HostedControlPlane.class);
        return ChildrenTest.yaml(List.of(new SharedSet(
                        new SharedNames(store, List.of(user)),
                        SharedServers.of(store).orElseThrow())
                .servers(ChildrenTest.IMAGES, ChildrenTest.SECURED)));
    }

    private static String without(String manifest, String field) {
        Map<String, Object> resource = map(Serialization.unmarshal(manifest, Map.class));
        Map<String, Object> parent = map(resource.getOrDefault("spec", Map.of()));
        List<String> path = List.of(field.split("\\.", -1));
        for (String step : path.subList(0, path.size() - 1)) {
            parent = map(parent.getOrDefault(step, Map.of()));
        }
        assertThat(parent.remove(path.getLast()))
                .as("%s, which the example has to have", field)
                .isNotNull();
        return Serialization.asYaml(resource);
    }

    /** The fields of a kind's spec that may be left out, each with those above it. */
    private static Stream<String> optional(String kind) throws IOException {
        String definition =
                Files.readString(Path.of("target/classes/META-INF/fabric8/" + kind + ".evenkeel.io-v1.yml"));
        Map<String, Object> spec = map(Serialization.unmarshal(definition, Map.class));
        for (String step : List.of("spec", "versions", "0", "schema", "openAPIV3Schema", "properties", "spec")) {
            Object below = spec.getOrDefault(step, List.of());
            spec = map(below instanceof List<?> list ? Map.of("0", list.getFirst()) : below);
        }
        List<String> fields = new ArrayList<>();
        collect("", spec, fields);
        assertThat(fields).hasSizeGreaterThan(5);
        return fields.stream();
    }

    private static void collect(String path, Map<String, Object> schema, List<String> fields) {
        List<?> required = (List<?>) schema.getOrDefault("required", List.of());
        map(schema.getOrDefault("properties", Map.of())).forEach((name, below) -> {
            String field = path + name;
            if (!required.contains(name)) {
                fields.add(field);
            }
            if (!WHOLE.contains(field)) {
                collect(field + ".", map(below), fields);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object yaml) {
        return (Map<String, Object>) yaml;
    }
}
