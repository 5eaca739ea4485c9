package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.kubernetes.ApiClient;
import io.evenkeel.e2e.kubernetes.ApiWatch;
import io.evenkeel.e2e.kubernetes.ConfigMaps;
import io.evenkeel.e2e.tools.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any number of controllers on a real PostgreSQL, of which all but one are killed while objects are written through all of them. The
 * build has few; {@code evenkeel.controllers} names other numbers, and has the leader survive as well as die.
 */
@ExtendWith(OneMothership.class)
class ControllersIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String NUMBERS = System.getProperty("evenkeel.controllers", "");
    private static final long SEED = Long.getLong("evenkeel.controllers.seed", 1);
    private static final int WRITERS = 3;
    private static final int OBJECTS = 10;

    /** How many there are, and whether the one that leads is among those that die. */
    record Loss(int controllers, boolean leaderDies) {

        String plane() {
            return "of-" + controllers + (leaderDies ? "-leaderless" : "-led");
        }

        int survivor(int leader) {
            List<Integer> others = IntStream.range(0, controllers)
                    .filter(number -> number != leader)
                    .boxed()
                    .toList();
            return leaderDies ? others.get(new Random(SEED).nextInt(others.size())) : leader;
        }
    }

    static Stream<Loss> losses() {
        if (NUMBERS.isEmpty()) {
            return Stream.of(new Loss(1, false), new Loss(2, true), new Loss(4, true));
        }
        return Stream.of(NUMBERS.split(","))
                .map(Integer::valueOf)
                .flatMap(number -> Stream.of(new Loss(number, false), new Loss(number, true)))
                .filter(loss -> loss.controllers() > 1 || !loss.leaderDies());
    }

    @ParameterizedTest
    @MethodSource("losses")
    void theLastOneServesEverythingAndMissesNothing(Loss loss, Mothership mothership) throws IOException {
        mothership.createRealDataStore();
        var plane = new Plane(mothership.client(), loss.plane());
        plane.createOn("{name: real}", loss.controllers());
        plane.awaitReady();

        try (var controllers = new Controllers(plane)) {
            List<ApiClient> clients = controllers.clients();
            List<ApiWatch> watches = new ArrayList<>();
            for (ApiClient client : clients) {
                watches.add(ApiWatch.start(client, new ConfigMaps(clients, "shared").path()));
            }
            List<EndlessWrites> writers = IntStream.range(0, WRITERS)
                    .mapToObj(number -> new EndlessWrites(new ConfigMaps(clients, "shared"), "writer-" + number))
                    .toList();
            writers.forEach(writer -> writer.awaitMore(OBJECTS));
            Await.until("one leader", LIMIT, () -> controllers.leaders().size() == 1);
            int survivor = loss.survivor(controllers.leaders().getFirst());

            controllers.killAllBut(survivor);

            closeAllBut(survivor, watches);
            writers.forEach(writer -> writer.awaitMore(OBJECTS));
            List<ConfigMaps> written = writers.stream().map(EndlessWrites::stop).toList();
            for (ConfigMaps objects : written) {
                assertThat(objects.read(clients.get(survivor))).isEqualTo(objects.values());
            }
            Map<String, List<String>> expected = new TreeMap<>();
            written.forEach(objects -> expected.putAll(objects.events()));
            awaitEvents(expected, watches.get(survivor));
            for (ApiWatch watch : watches) {
                assertThat(watch.failures()).isEmpty();
                watch.events()
                        .forEach((name, seen) -> assertThat(expected.getOrDefault(name, List.of()))
                                .as(name)
                                .startsWith(seen.toArray(String[]::new)));
            }
            closeAllBut(-1, watches);
        }
        var _ = plane.resource().delete();
    }

    private static void closeAllBut(int survivor, List<ApiWatch> watches) {
        IntStream.range(0, watches.size())
                .filter(number -> number != survivor)
                .forEach(number -> watches.get(number).close());
    }

    private static void awaitEvents(Map<String, List<String>> expected, ApiWatch watch) {
        Await.until(
                () -> "all events, failures " + watch.failures(),
                LIMIT,
                () -> !watch.failures().isEmpty() || watch.events().equals(expected));
    }
}
