package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.BadPemException;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.controlplane.IdentitySecrets.Broken;
import io.evenkeel.operator.controlplane.IdentitySecrets.Complete;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.Lookup.Found;
import io.evenkeel.operator.datastore.Lookup.Missing;
import io.evenkeel.operator.datastore.Lookup.Outlook;
import io.evenkeel.operator.version.K0sVersion;
import io.evenkeel.operator.version.UpgradeRule.Accepted;
import io.evenkeel.operator.version.UpgradeRule.Decision;
import io.evenkeel.operator.version.UpgradeRule.Refused;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a control plane of four controllers says of itself. */
final class StatusReportTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String VERSION = "v1.37.0+k0s.1";
    private static final Decision ACCEPTED = new Accepted(K0sVersion.parse(VERSION));
    private static final Lookup.Database FOUND = new Found(ChildrenTest.SECURED);
    private static final Complete IDENTITY = identity();

    private static Complete identity() {
        KeyMaterial material = Authority.create("kubernetes-ca", NOW);
        try {
            return new Complete(Map.of(), Authority.of(material), Authority.of(material));
        } catch (BadPemException e) {
            throw new AssertionError(e);
        }
    }

    private static Findings findings(Lookup.Database database, IdentitySecrets.Outcome identity, Decision version) {
        return new Findings(
                database,
                identity,
                Optional.of(new Endpoints(new Endpoint("a", 6443), new Endpoint("a", 8132))),
                version,
                Optional.empty());
    }

    private static HostedControlPlane plane() {
        HostedControlPlane plane =
                Serialization.unmarshal(ChildrenTest.read("everything.yaml"), HostedControlPlane.class);
        plane.getMetadata().setGeneration(7L);
        return plane;
    }

    /** @param seen the generation that its controller has looked at, of two */
    private static StatefulSet controllers(long seen, int there, int ready, int updated) {
        return new StatefulSetBuilder()
                .withNewMetadata()
                .withGeneration(2L)
                .addToAnnotations(ControllerSet.VERSION_ANNOTATION, VERSION)
                .endMetadata()
                .withNewStatus()
                .withObservedGeneration(seen)
                .withReplicas(there)
                .withReadyReplicas(ready)
                .withUpdatedReplicas(updated)
                .endStatus()
                .build();
    }

    private static HostedControlPlaneStatus report(
            HostedControlPlane plane, Findings findings, StatefulSet controllers, Instant now) {
        return new StatusReport(plane, findings, Optional.of(controllers), () -> now).write();
    }

    private static HostedControlPlaneStatus report(StatefulSet controllers) {
        return report(plane(), findings(FOUND, IDENTITY, ACCEPTED), controllers, NOW);
    }

    private static HostedControlPlaneStatus report(
            Lookup.Database database, IdentitySecrets.Outcome identity, Decision version) {
        return report(plane(), findings(database, identity, version), controllers(2, 4, 4, 4), NOW);
    }

    /** Each condition that says something else than of a control plane at rest. */
    private static Map<String, String> unusual(HostedControlPlaneStatus status) {
        Map<String, String> unusual = states(status);
        states(report(controllers(2, 4, 4, 4))).forEach(unusual::remove);
        return unusual;
    }

    private static Map<String, String> states(HostedControlPlaneStatus status) {
        var states = new TreeMap<String, String>();
        conditions(status).forEach(condition -> states.put(condition.getType(), condition.getStatus()));
        return states;
    }

    private static List<Condition> conditions(HostedControlPlaneStatus status) {
        return Objects.requireNonNull(status.conditions());
    }

    /** What kstatus and Cluster API look for, and no Stalled, whose being there is what matters to the former. */
    @Test
    void hasAllConditionsWithWhatTheyNeed() {
        HostedControlPlaneStatus status = report(controllers(2, 4, 4, 4));

        assertThat(states(status))
                .isEqualTo(Map.of(
                        "Ready", "True",
                        "Available", "True",
                        "DataStoreReady", "True",
                        "CertificatesAvailable", "True",
                        "EndpointReady", "True",
                        "VersionAccepted", "True",
                        "RollingOut", "False",
                        "ScalingUp", "False",
                        "ScalingDown", "False"));
        assertThat(conditions(status)).allSatisfy(condition -> {
            assertThat(condition.getReason()).matches("[A-Z][A-Za-z]*");
            assertThat(condition.getMessage()).isNotNull();
            assertThat(condition.getObservedGeneration()).isEqualTo(7);
            assertThat(condition.getLastTransitionTime()).isEqualTo("2026-01-01T00:00:00Z");
        });
        assertThat(status.observedGeneration()).isEqualTo(7);
        assertThat(status.version()).isEqualTo(VERSION);
        assertThat(status.replicas()).isEqualTo(4);
        assertThat(status.selector())
                .isEqualTo("evenkeel.io/control-plane=everything,app.kubernetes.io/component=controller");
    }

    @Test
    void saysWhenThereAreTooFewOrTooMany() {
        assertThat(states(report(controllers(2, 3, 3, 3))))
                .containsEntry("ScalingUp", "True")
                .containsEntry("ScalingDown", "False")
                .containsEntry("Ready", "False");
        assertThat(states(report(controllers(2, 5, 5, 5))))
                .containsEntry("ScalingUp", "False")
                .containsEntry("ScalingDown", "True")
                .containsEntry("Ready", "False");
    }

    @Test
    void isNotReadyBeforeEveryControllerIsNewAndReady() {
        assertThat(states(report(controllers(1, 4, 4, 4))))
                .as("what is counted is of the template before")
                .containsEntry("RollingOut", "True")
                .containsEntry("Ready", "False");
        HostedControlPlaneStatus rolling = report(controllers(2, 4, 4, 3));
        assertThat(states(rolling)).containsEntry("RollingOut", "True").containsEntry("Ready", "False");
        assertThat(rolling.version()).isNull();
        assertThat(unusual(report(controllers(2, 4, 3, 4)))).containsOnlyKeys("Ready");
        assertThat(unusual(report(controllers(2, 4, 0, 4)))).containsOnlyKeys("Ready", "Available");
    }

    @Test
    void isStalledOnlyWhileSomebodyHasToDoSomething() {
        assertThat(unusual(report(new Missing(Outlook.PASSING, "Away", ""), IDENTITY, ACCEPTED)))
                .containsOnlyKeys("Ready", "DataStoreReady");
        assertThat(unusual(report(new Missing(Outlook.LASTING, "Taken", ""), IDENTITY, ACCEPTED)))
                .containsOnlyKeys("Ready", "DataStoreReady", "Stalled");
        assertThat(unusual(report(FOUND, new Broken("Lost", ""), ACCEPTED)))
                .containsOnlyKeys("Ready", "CertificatesAvailable", "Stalled");
        assertThat(unusual(report(FOUND, IDENTITY, new Refused(Optional.empty(), "Downgrade", ""))))
                .containsOnlyKeys("Ready", "VersionAccepted", "Stalled");
    }

    /** Otherwise each look at it would be a change, and a reason for another look. */
    @Test
    void isTheSameLaterWhenNothingHasChanged() {
        HostedControlPlane plane = plane();
        HostedControlPlaneStatus before = report(controllers(2, 4, 4, 4));
        plane.setStatus(before);
        Findings findings = findings(FOUND, IDENTITY, ACCEPTED);
        Instant later = NOW.plus(Duration.ofHours(1));

        assertThat(report(plane, findings, controllers(2, 4, 4, 4), later)).isEqualTo(before);
        assertThat(conditions(report(plane, findings, controllers(2, 4, 3, 4), later)))
                .filteredOn(condition -> condition.getLastTransitionTime().equals(later.toString()))
                .extracting(Condition::getType)
                .containsExactly("Ready");
    }

    /** By them it is known that another one was put in its place. */
    @Test
    void remembersTheFirstAuthority() {
        HostedControlPlane plane = plane();
        HostedControlPlaneStatus before = report(controllers(2, 4, 4, 4));
        assertThat(before.authorityFingerprint()).isNotNull();
        plane.setStatus(before);

        assertThat(report(plane, findings(FOUND, identity(), ACCEPTED), controllers(2, 4, 4, 4), NOW)
                        .authorityFingerprint())
                .isEqualTo(before.authorityFingerprint());
    }
}
