package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Control planes that a backup has brought back, while the operator runs. */
@ExtendWith(OneMothership.class)
class RestoredIT {

    @Test
    void waitForTheSecretsThatTheirClusterIsKnownBy(Mothership mothership) {
        var plane = new Plane(mothership.client(), "restored");
        plane.create();
        plane.awaitReady();
        var identity = Backup.identity(plane);
        Backup backup = Backup.take(plane);
        backup.loseEverything();

        backup.restorePlane();

        plane.awaitNot("CertificatesAvailable", "Lost");
        assertThat(Backup.identity(plane)).isEmpty();
        assertThat(plane.find(StatefulSet.class, plane.name())).isNull();

        backup.restoreSecrets();

        plane.awaitReady();
        assertThat(Backup.identity(plane)).isEqualTo(identity).hasSize(4);
    }
}
