package io.evenkeel.operator.access;

import io.evenkeel.operator.access.Hosted.Reachable;
import io.evenkeel.operator.access.Hosted.Unreachable;
import io.evenkeel.operator.api.JoinToken;
import io.evenkeel.operator.api.JoinTokenStatus;
import io.evenkeel.operator.status.Conditions;
import io.evenkeel.operator.status.StatusPatch;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Hands out a token for each {@link JoinToken}, once, and takes it back when that is deleted. */
@ControllerConfiguration(
        name = "jointoken",
        fieldManager = "evenkeel-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
public final class JoinTokenReconciler implements Reconciler<JoinToken>, Cleaner<JoinToken> {

    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(5);

    private final InstantSource clock;

    public JoinTokenReconciler(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UpdateControl<JoinToken> reconcile(JoinToken token, Context<JoinToken> context) {
        var handout =
                new Handout(context.getClient(), token, token.getMetadata().getName() + "-token");
        Optional<Instant> end = end(token);
        if (end.isPresent()) {
            boolean over = isOver(end.get());
            return report(
                    token,
                    handout,
                    end,
                    new Finding(!over, over ? "Expired" : "Issued", over ? "it was valid until " + end.get() : ""));
        }
        Optional<String> taken = handout.taken();
        if (taken.isPresent()) {
            return report(token, handout, end, new Finding(false, Handout.TAKEN, taken.get()))
                    .rescheduleAfter(UNTIL_NEXT_LOOK);
        }
        return switch (hosted(token, context)) {
            case Unreachable(String reason, String message) ->
                report(token, handout, end, new Finding(false, reason, message)).rescheduleAfter(UNTIL_NEXT_LOOK);
            case Reachable hosted -> issue(token, hosted, handout);
        };
    }

    /** What was found. */
    private record Finding(boolean ready, String reason, String message) {}

    private UpdateControl<JoinToken> issue(JoinToken token, Reachable hosted, Handout handout) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant end =
                now.plus(Ttl.parse(Optional.ofNullable(token.getSpec().ttl()).orElse("24h")));
        BootstrapToken made = BootstrapToken.create(token.getMetadata().getUid());
        try (KubernetesClient client = HostedClient.open(hosted, now)) {
            var _ = client.resource(made.toSecret(end)).patch(Handout.APPLY);
        } catch (KubernetesClientException e) {
            return report(
                            token,
                            handout,
                            Optional.empty(),
                            new Finding(false, "ControlPlaneUnreachable", String.valueOf(e.getMessage())))
                    .rescheduleAfter(UNTIL_NEXT_LOOK);
        }
        handout.put("Opaque", "token", made.encoded(hosted));
        return report(token, handout, Optional.of(end), new Finding(true, "Issued", ""));
    }

    /**
     * Takes it back. Where the control plane is gone there is nothing to be taken back, and after its end neither: a control plane that is
     * away does not keep its tokens, and their namespace, from ever being deleted.
     */
    @Override
    public DeleteControl cleanup(JoinToken token, Context<JoinToken> context) {
        if (end(token).filter(this::isOver).isPresent() || !(hosted(token, context) instanceof Reachable hosted)) {
            return DeleteControl.defaultDelete();
        }
        String id = BootstrapToken.idFor(token.getMetadata().getUid());
        try (KubernetesClient client = HostedClient.open(hosted, clock.instant())) {
            var _ = client.resource(BootstrapToken.empty(id)).delete();
            return DeleteControl.defaultDelete();
        } catch (KubernetesClientException unreachable) {
            return end(token).isEmpty()
                    ? DeleteControl.defaultDelete()
                    : DeleteControl.noFinalizerRemoval().rescheduleAfter(UNTIL_NEXT_LOOK);
        }
    }

    private static Hosted hosted(JoinToken token, Context<JoinToken> context) {
        return Hosted.find(
                context.getClient(),
                token.getMetadata().getNamespace(),
                token.getSpec().controlPlane());
    }

    private static Optional<Instant> end(JoinToken token) {
        return Optional.ofNullable(token.getStatus())
                .map(JoinTokenStatus::expiresAt)
                .map(Instant::parse);
    }

    private boolean isOver(Instant end) {
        return !clock.instant().isBefore(end);
    }

    private UpdateControl<JoinToken> report(JoinToken token, Handout handout, Optional<Instant> end, Finding finding) {
        Long generation = token.getMetadata().getGeneration();
        Optional<JoinTokenStatus> before = Optional.ofNullable(token.getStatus());
        var conditions = new Conditions(before.map(JoinTokenStatus::conditions).orElse(null), generation, clock);
        conditions.add(Conditions.READY, finding.ready(), finding.reason(), finding.message());
        var status = new JoinTokenStatus(
                generation,
                BootstrapToken.idFor(token.getMetadata().getUid()),
                handout.name(),
                end.map(Instant::toString).orElse(null),
                conditions.toList());
        if (before.filter(status::equals).isPresent()) {
            return UpdateControl.noUpdate();
        }
        return UpdateControl.patchStatus(StatusPatch.of(new JoinToken(), token, status));
    }
}
