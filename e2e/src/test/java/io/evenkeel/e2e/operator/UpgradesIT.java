package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.HostedControlPlaneSpec;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** What becomes of another version. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UpgradesIT {

    private static final String OLD = "v1.36.2+k0s.0";
    private static final String NEW = "v1.37.0+k0s.0";

    private Mothership mothership;

    @BeforeAll
    void start(Mothership one) {
        mothership = one;
    }

    @Test
    void goesOnlyAsFarAsTheFirstControllerThatDoesNotGetReady() {
        Plane plane = mothership.ready("upgraded");
        plane.scale(4);
        plane.awaitReady(4);
        try (var _ = mothership.nodes().cordon()) {
            setVersion(plane, NEW);

            plane.await(
                    "one that is not ready",
                    () -> readyWith(plane, OLD) == 3 && plane.pods().size() == 4);
            assertThat(plane.has("RollingOut", "True")).isTrue();
            assertThat(plane.has("Available", "True")).isTrue();
            assertThat(version(plane)).isEqualTo(OLD);
        }
        plane.awaitReady();
        assertThat(version(plane)).isEqualTo(NEW);
        assertThat(readyWith(plane, NEW)).isEqualTo(4);
    }

    @Test
    void leavesControllersAsTheyAreWhenTheVersionIsRefused() {
        Plane plane = mothership.ready("refused");
        String revision = plane.revision();

        setVersion(plane, "v1.36.1+k0s.0");
        plane.awaitNot("VersionAccepted", "Downgrade");
        setVersion(plane, "v1.38.0+k0s.0");
        plane.awaitNot("VersionAccepted", "SkipsMinor");
        assertThat(plane.has("Stalled", "True")).isTrue();
        plane.scale(3);
        plane.await("the third", () -> plane.pods().size() == 3);

        assertThat(plane.revision()).isEqualTo(revision);
        assertThat(version(plane)).isEqualTo(OLD);

        setVersion(plane, NEW);
        plane.awaitReady();
        assertThat(version(plane)).isEqualTo(NEW);
    }

    @Test
    void startsNothingThatIsTooOld() {
        Plane plane = mothership.plane("ancient");
        plane.createVersion("v1.34.3+k0s.0");

        plane.awaitNot("VersionAccepted", "TooOld");
        assertThat(plane.versions()).doesNotContainKey("StatefulSet/ancient");
    }

    private static void setVersion(Plane plane, String version) {
        plane.edit(resource -> {
            HostedControlPlaneSpec spec = resource.getSpec();
            resource.setSpec(new HostedControlPlaneSpec(
                    version,
                    spec.datastore(),
                    spec.replicas(),
                    spec.expose(),
                    spec.network(),
                    spec.kubernetes(),
                    spec.pod(),
                    spec.networkPolicy()));
            return resource;
        });
    }

    private static String version(Plane plane) {
        return Objects.requireNonNull(
                Objects.requireNonNull(plane.get().getStatus()).version());
    }

    private static long readyWith(Plane plane, String version) {
        return plane.pods().stream()
                .filter(pod ->
                        pod.getSpec().getContainers().getFirst().getImage().equals(image(version)))
                .filter(UpgradesIT::isReady)
                .count();
    }

    private static boolean isReady(Pod pod) {
        return pod.getStatus().getPhase().equals("Running");
    }

    private static String image(String version) {
        return Mothership.K0S_IMAGE + ":" + version.replace('+', '-');
    }
}
