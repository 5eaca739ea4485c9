package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.Optional;

/** The objects of one control plane as they are, and what makes them what they should be. */
final class Children {

    private final Context<HostedControlPlane> context;

    Children(Context<HostedControlPlane> context) {
        this.context = context;
    }

    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
        return context.getSecondaryResourcesAsStream(type)
                .filter(child -> child.getMetadata().getName().equals(name))
                .findFirst();
    }

    /**
     * Writes {@code wanted} by server-side apply, unless everything in it is so already and ours.
     *
     * @return as it is then
     */
    <T extends HasMetadata> T apply(Class<T> type, T wanted) {
        SSABasedGenericKubernetesResourceMatcher<T> matcher = SSABasedGenericKubernetesResourceMatcher.getInstance();
        return find(type, wanted.getMetadata().getName())
                .filter(actual -> matcher.matches(actual, wanted, context))
                .orElseGet(() -> context.resourceOperations().serverSideApply(wanted));
    }
}
