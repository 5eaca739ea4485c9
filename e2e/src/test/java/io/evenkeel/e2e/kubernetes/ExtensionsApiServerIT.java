package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Custom resources of an API server that has nothing else: one client, with connections of its own, for each kind. */
class ExtensionsApiServerIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void keepsKindsAndTheirObjects() throws IOException {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server =
                        Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("server"));
                ExtensionsApiServer one = ExtensionsApiServer.start(scratch.folder("one"), server);
                ExtensionsApiServer other = ExtensionsApiServer.start(scratch.folder("other"), server)) {
            CustomResource kind = CustomResource.install(one.client(), "anchor");
            Await.until(
                    "the kind at both", LIMIT, () -> kind.isServedBy(one.client()) && kind.isServedBy(other.client()));
            try (ApiWatch watch = ApiWatch.start(other.client(), kind.path() + "?limit=500")) {
                kind.create(one.client(), "bow");
                kind.create(one.client(), "stern");
                one.client().delete(kind.path() + "/stern");

                Map<String, List<String>> expected =
                        Map.of("bow", List.of("ADDED"), "stern", List.of("ADDED", "DELETED"));
                Await.until(
                        () -> "events, of which there are " + watch.events(),
                        LIMIT,
                        () -> watch.events().equals(expected));
                assertThat(watch.failures()).isEmpty();
            }
            assertThat(kind.names(other.client())).containsExactly("bow");

            kind.uninstall(other.client());

            Await.until(
                    "the end of the kind", LIMIT, () -> kind.isGone(one.client()) && !kind.isServedBy(one.client()));
        }
    }
}
