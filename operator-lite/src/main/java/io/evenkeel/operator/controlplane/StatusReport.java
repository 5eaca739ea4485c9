package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus;
import io.evenkeel.operator.controlplane.IdentitySecrets.Broken;
import io.evenkeel.operator.controlplane.IdentitySecrets.Complete;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.datastore.Lookup.Missing;
import io.evenkeel.operator.datastore.Lookup.Outlook;
import io.evenkeel.operator.status.Conditions;
import io.evenkeel.operator.version.K0sVersion;
import io.evenkeel.operator.version.UpgradeRule.Accepted;
import io.evenkeel.operator.version.UpgradeRule.Refused;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The status of a control plane. Conditions are those of Cluster API where it has one; {@code Ready}, and {@code Stalled}, which is
 * there only while someone has to do something, are read by whatever waits for resources of all kinds.
 */
final class StatusReport {

    private static final String STALLED = "Stalled";
    private static final String TOO_MANY_CONNECTIONS = "TooManyConnections";

    private final HostedControlPlane plane;
    private final Optional<HostedControlPlaneStatus> before;
    private final Findings findings;
    private final Optional<StatefulSet> controllers;
    private final Conditions conditions;
    private final int wanted;

    StatusReport(HostedControlPlane plane, Findings findings, Optional<StatefulSet> controllers, InstantSource clock) {
        this.plane = plane;
        this.before = Optional.ofNullable(plane.getStatus());
        this.findings = findings;
        this.controllers = controllers;
        this.conditions = conditions(plane, clock);
        this.wanted = ControllerSet.replicas(plane);
    }

    /** As before, but for what went wrong. */
    static HostedControlPlaneStatus failed(
            HostedControlPlane plane, String reason, String message, InstantSource clock) {
        Conditions conditions = conditions(plane, clock);
        conditions.add(Conditions.READY, false, reason, message);
        conditions.keepOthers();
        return asBefore(
                plane,
                Optional.ofNullable(plane.getStatus())
                        .map(HostedControlPlaneStatus::observedGeneration)
                        .orElse(null),
                conditions);
    }

    /** As before, but for an object that is another's, about which somebody has to do something. */
    static HostedControlPlaneStatus taken(HostedControlPlane plane, TakenException taken, InstantSource clock) {
        Conditions conditions = conditions(plane, clock);
        conditions.add(Conditions.READY, false, TakenException.REASON, taken.message());
        conditions.add(STALLED, true, TakenException.REASON, taken.message());
        conditions.keepOthers();
        return asBefore(plane, plane.getMetadata().getGeneration(), conditions);
    }

    private static HostedControlPlaneStatus asBefore(
            HostedControlPlane plane, @Nullable Long generation, Conditions conditions) {
        HostedControlPlaneStatus before = Optional.ofNullable(plane.getStatus())
                .orElseGet(() ->
                        new HostedControlPlaneStatus(null, null, null, null, null, null, null, null, null, null, null));
        return new HostedControlPlaneStatus(
                generation,
                before.version(),
                before.replicas(),
                before.readyReplicas(),
                before.updatedReplicas(),
                before.selector(),
                before.endpoint(),
                before.konnectivityEndpoint(),
                before.authorityFingerprint(),
                before.database(),
                conditions.toList());
    }

    private static Conditions conditions(HostedControlPlane plane, InstantSource clock) {
        @Nullable
        List<Condition> before =
                plane.getStatus() == null ? null : plane.getStatus().conditions();
        return new Conditions(before, plane.getMetadata().getGeneration(), clock);
    }

    HostedControlPlaneStatus write() {
        addConditions();
        return new HostedControlPlaneStatus(
                plane.getMetadata().getGeneration(),
                version(),
                there(),
                ready(),
                updated(),
                new Names(plane).selectorText(),
                findings.endpoints().map(Endpoints::api).orElse(null),
                findings.endpoints().map(Endpoints::konnectivity).orElse(null),
                fingerprint(),
                database(),
                conditions.toList());
    }

    private void addConditions() {
        addReady();
        conditions.add(
                "Available",
                ready() > 0,
                ready() > 0 ? "Serving" : wanted == 0 ? "ScaledToZero" : "NoControllerReady",
                ready() + " of " + wanted + " controllers are ready");
        switch (findings.database()) {
            case Lookup.Found _ -> conditions.add("DataStoreReady", true, "Found", "");
            case Missing(var _, String reason, String message) ->
                conditions.add("DataStoreReady", false, reason, message);
        }
        findings.allotment()
                .map(Allotment::refusal)
                .ifPresent(refusal -> conditions.add(
                        "ConnectionsAllowed",
                        refusal.isEmpty(),
                        refusal.isEmpty() ? "Enough" : TOO_MANY_CONNECTIONS,
                        refusal.orElse("")));
        switch (findings.identity()) {
            case Complete _ -> conditions.add("CertificatesAvailable", true, "Found", "");
            case Broken(String reason, String message) ->
                conditions.add("CertificatesAvailable", false, reason, message);
        }
        conditions.add(
                "EndpointReady",
                findings.endpoints().isPresent(),
                findings.endpoints().isPresent() ? "Known" : "Pending",
                findings.endpoints().isPresent() ? "" : "no load balancer has given its address yet");
        switch (findings.version()) {
            case Accepted _ -> conditions.add("VersionAccepted", true, "Accepted", "");
            case Refused(Optional<K0sVersion> _, String reason, String message) ->
                conditions.add("VersionAccepted", false, reason, message);
        }
        addProgress("RollingOut", controllers.isPresent() && !isRolledOut());
        addProgress("ScalingUp", controllers.isPresent() && there() < wanted);
        addProgress("ScalingDown", there() > wanted);
        stalled().ifPresent(cause -> conditions.add(STALLED, true, cause.reason(), cause.message()));
    }

    private void addProgress(String type, boolean status) {
        conditions.add(type, status, status ? type : "Not" + type, "");
    }

    private void addReady() {
        Optional<Cause> cause = stalled().or(this::waiting);
        conditions.add(
                Conditions.READY,
                cause.isEmpty(),
                cause.map(Cause::reason).orElse("AsWanted"),
                cause.map(Cause::message).orElse("everything is as the spec says"));
    }

    /** Why something is not as it should be. */
    private record Cause(String reason, String message) {}

    /** What does not pass by itself. */
    private Optional<Cause> stalled() {
        if (findings.identity() instanceof Broken(String reason, String message)) {
            return Optional.of(new Cause("Certificates" + reason, message));
        }
        if (findings.version() instanceof Refused(Optional<K0sVersion> _, String reason, String message)) {
            return Optional.of(new Cause("Version" + reason, message));
        }
        if (findings.database() instanceof Missing(Outlook outlook, String reason, String message)
                && outlook == Outlook.LASTING) {
            return Optional.of(new Cause(reason, message));
        }
        return findings.allotment()
                .flatMap(Allotment::refusal)
                .map(message -> new Cause(TOO_MANY_CONNECTIONS, message));
    }

    private Optional<Cause> waiting() {
        if (findings.database() instanceof Missing(var _, String reason, String message)) {
            return Optional.of(new Cause(reason, message));
        }
        if (findings.endpoints().isEmpty()) {
            return Optional.of(new Cause("EndpointPending", "no load balancer has given its address yet"));
        }
        if (!isRolledOut() || there() != wanted) {
            return Optional.of(
                    new Cause("RollingOut", updated() + " of " + wanted + " controllers are as the spec says"));
        }
        return ready() == wanted
                ? Optional.empty()
                : Optional.of(new Cause("ControllersNotReady", ready() + " of " + wanted + " controllers are ready"));
    }

    /** Of all controllers; the one before until the last of them has been replaced. */
    private @Nullable String version() {
        return isRolledOut()
                ? controllers
                        .flatMap(ControllerSet::version)
                        .map(K0sVersion::toString)
                        .orElse(null)
                : before.map(HostedControlPlaneStatus::version).orElse(null);
    }

    /** The first that was seen: what came in its place later is none to be remembered. */
    private @Nullable String fingerprint() {
        return before.map(HostedControlPlaneStatus::authorityFingerprint)
                .orElseGet(() -> findings.identity() instanceof Complete complete
                        ? complete.authority().fingerprint()
                        : null);
    }

    private @Nullable String database() {
        return findings.database() instanceof Lookup.Found(Connection connection, var _)
                ? connection.database()
                : before.map(HostedControlPlaneStatus::database).orElse(null);
    }

    private boolean isRolledOut() {
        return controllers
                .filter(set -> set.getStatus() != null
                        && set.getMetadata()
                                .getGeneration()
                                .equals(set.getStatus().getObservedGeneration()))
                .filter(set -> updated() == there())
                .isPresent();
    }

    private int there() {
        return count(StatefulSetStatus::getReplicas);
    }

    private int ready() {
        return count(StatefulSetStatus::getReadyReplicas);
    }

    private int updated() {
        return count(StatefulSetStatus::getUpdatedReplicas);
    }

    private int count(Function<StatefulSetStatus, @Nullable Integer> what) {
        return controllers.map(StatefulSet::getStatus).map(what).orElse(0);
    }
}
