package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.kubernetes.ConfigMaps;
import io.evenkeel.e2e.tools.Await;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An upgrade under load, with API servers in the place of k0s: pods are replaced by a real StatefulSet controller, one is called ready
 * when the API server that is started as it says is ready, and what was the pod before is ended in order.
 */
@ExtendWith(OneMothership.class)
class UpgradeRun {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NEW = "v1.37.0+k0s.0";
    private static final String NEW_IMAGE = Mothership.K0S_IMAGE + ":v1.37.0-k0s.0";
    private static final int WRITERS = 3;
    private static final int OBJECTS = 10;

    static Stream<Integer> numbers() {
        return Stream.of(System.getProperty("evenkeel.controllers", "2").split(","))
                .map(Integer::valueOf)
                .filter(number -> number > 1);
    }

    @ParameterizedTest
    @MethodSource("numbers")
    void allButOneServeAllTheTime(int number, Mothership mothership) throws IOException {
        mothership.createRealDataStore();
        var plane = new Plane(mothership.client(), "upgraded-" + number);
        plane.createOn("{name: real}", number);
        plane.awaitReady();

        try (var controllers = new Controllers(plane);
                var ready = new FewestReady(controllers.clients())) {
            List<EndlessWrites> writers = IntStream.range(0, WRITERS)
                    .mapToObj(writer -> new EndlessWrites(
                            new ConfigMaps(controllers.clients(), "upgrade-" + number), "writer-" + writer))
                    .toList();
            writers.forEach(writer -> writer.awaitMore(OBJECTS));
            try (var _ = mothership.nodes().cordon()) {
                plane.patch("{\"spec\": {\"version\": \"" + NEW + "\"}}");
                var replaced = new HashSet<String>();
                while (replaced.size() < number) {
                    Pod pod = awaitNext(plane, replaced);
                    controllers.replace(numberOf(pod), pod);
                    writers.forEach(writer -> writer.awaitMore(OBJECTS));
                    callReady(mothership.client(), pod);
                }
                plane.awaitReady();
            }

            List<ConfigMaps> written = writers.stream().map(EndlessWrites::stop).toList();
            int asked = ready.rounds();
            assertThat(ready.stop())
                    .as("ready, of %d, in %d rounds", number, asked)
                    .isGreaterThanOrEqualTo(number - 1);
            for (ConfigMaps objects : written) {
                assertThat(objects.mostTries())
                        .as("tries, each at another controller, until a write is done")
                        .hasSizeLessThanOrEqualTo(2);
                assertThat(objects.read(controllers.clients().getFirst())).isEqualTo(objects.values());
            }
            assertThat(Objects.requireNonNull(plane.get().getStatus()).version())
                    .isEqualTo(NEW);
        }
        var _ = plane.resource().delete();
    }

    /** The one pod that is there in the place of an old one and not ready yet. */
    private static Pod awaitNext(Plane plane, Set<String> replaced) {
        Await.until(
                "the next pod of " + plane.name(),
                LIMIT,
                () -> !fresh(plane, replaced).isEmpty());
        Pod next = fresh(plane, replaced).getFirst();
        assertThat(fresh(plane, replaced)).as("one by one").hasSize(1);
        replaced.add(next.getMetadata().getName());
        return next;
    }

    /** As a kubelet would, of one that a node has not taken; the scheduler writes the same status meanwhile. */
    private static void callReady(KubernetesClient client, Pod pod) {
        var _ = client.pods()
                .resource(pod)
                .subresource("status")
                .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), """
                        {"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}}
                        """);
    }

    private static List<Pod> fresh(Plane plane, Set<String> replaced) {
        return plane.pods().stream()
                .filter(pod ->
                        pod.getSpec().getContainers().getFirst().getImage().equals(NEW_IMAGE))
                .filter(pod -> !replaced.contains(pod.getMetadata().getName()))
                .toList();
    }

    private static int numberOf(Pod pod) {
        String name = pod.getMetadata().getName();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }
}
