package io.evenkeel.operator.access;

import io.evenkeel.operator.access.Hosted.Reachable;
import io.evenkeel.operator.access.Hosted.Unreachable;
import io.evenkeel.operator.api.KubeconfigAccess;
import io.evenkeel.operator.api.KubeconfigAccessSpec;
import io.evenkeel.operator.api.KubeconfigAccessStatus;
import io.evenkeel.operator.certificates.Holder;
import io.evenkeel.operator.status.Conditions;
import io.evenkeel.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Hands out a kubeconfig for each {@link KubeconfigAccess}. One that is not to be renewed is made once: that its Secret is gone later
 * means that somebody has taken it away, and not that there has to be another.
 */
@ControllerConfiguration(
        name = "kubeconfigaccess",
        fieldManager = "evenkeel-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
public final class KubeconfigAccessReconciler implements Reconciler<KubeconfigAccess> {

    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(5);
    private final InstantSource clock;

    public KubeconfigAccessReconciler(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UpdateControl<KubeconfigAccess> reconcile(KubeconfigAccess access, Context<KubeconfigAccess> context) {
        Optional<Instant> end = Optional.ofNullable(access.getStatus())
                .map(KubeconfigAccessStatus::expiresAt)
                .map(Instant::parse);
        var handout =
                new Handout(context.getClient(), access, access.getMetadata().getName() + "-kubeconfig");
        Optional<String> taken = handout.taken();
        if (taken.isPresent()) {
            return report(access, handout, end, false, Handout.TAKEN, taken.get())
                    .rescheduleAfter(UNTIL_NEXT_LOOK);
        }
        if (end.isPresent() && !isDue(access, end.get(), handout)) {
            boolean over = !clock.instant().isBefore(end.get());
            return report(
                    access,
                    handout,
                    end,
                    !over,
                    over ? "Expired" : "Issued",
                    over ? "it was valid until " + end.get() : "");
        }
        return switch (Hosted.find(
                context.getClient(),
                access.getMetadata().getNamespace(),
                access.getSpec().controlPlane())) {
            case Unreachable(String reason, String message) ->
                report(access, handout, end, false, reason, message).rescheduleAfter(UNTIL_NEXT_LOOK);
            case Reachable hosted -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
                issue(access, hosted, handout, now);
                yield report(access, handout, Optional.of(now.plus(ttl(access))), true, "Issued", "");
            }
        };
    }

    /** Whether another one has to be made. */
    private boolean isDue(KubeconfigAccess access, Instant end, Handout handout) {
        boolean isOld = clock.instant().isAfter(end.minus(ttl(access).dividedBy(3)));
        return Boolean.TRUE.equals(access.getSpec().renew()) && (isOld || !handout.isThere());
    }

    private static void issue(KubeconfigAccess access, Reachable hosted, Handout handout, Instant now) {
        KubeconfigAccessSpec spec = access.getSpec();
        List<String> groups = Optional.ofNullable(spec.groups()).orElse(List.of());
        var holder = new Holder(spec.user(), groups, List.of(), ttl(access));
        handout.put(
                "cluster.x-k8s.io/secret",
                "value",
                Kubeconfig.of(
                        spec.controlPlane(),
                        hosted.endpoint(),
                        hosted.certificate(),
                        new Login.Certificate(spec.user(), hosted.authority().issue(holder, now))));
    }

    private UpdateControl<KubeconfigAccess> report(
            KubeconfigAccess access,
            Handout handout,
            Optional<Instant> end,
            boolean ready,
            String reason,
            String message) {
        Long generation = access.getMetadata().getGeneration();
        Optional<KubeconfigAccessStatus> before = Optional.ofNullable(access.getStatus());
        var conditions =
                new Conditions(before.map(KubeconfigAccessStatus::conditions).orElse(null), generation, clock);
        conditions.add(Conditions.READY, ready, reason, message);
        var status = new KubeconfigAccessStatus(
                generation, handout.name(), end.map(Instant::toString).orElse(null), conditions.toList());
        if (before.filter(status::equals).isPresent()) {
            return UpdateControl.noUpdate();
        }
        return UpdateControl.patchStatus(StatusPatch.of(new KubeconfigAccess(), access, status));
    }

    private static Duration ttl(KubeconfigAccess access) {
        return Ttl.parse(Optional.ofNullable(access.getSpec().ttl()).orElse("24h"));
    }
}
