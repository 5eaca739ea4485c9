package io.evenkeel.operator.controlplane;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.Optional;

/** The objects of one resource of ours as they are, and what makes them what they should be. */
final class Children {

    private final Context<? extends HasMetadata> context;

    Children(Context<? extends HasMetadata> context) {
        this.context = context;
    }

    /**
     * Asks the API server. What is decided by whether something is there must not go by the cache: the framework empties it when it
     * stops, while what was begun goes on.
     */
    <T extends HasMetadata> Optional<T> read(Class<T> type, String name) {
        return Optional.ofNullable(context.getClient()
                .resources(type)
                .inNamespace(context.getPrimaryResource().getMetadata().getNamespace())
                .withName(name)
                .get());
    }

    /**
     * Writes {@code wanted} by server-side apply, unless everything in it is so already and ours.
     *
     * @return as it is then
     */
    <T extends HasMetadata> T apply(Class<T> type, T wanted) {
        SSABasedGenericKubernetesResourceMatcher<T> matcher = SSABasedGenericKubernetesResourceMatcher.getInstance();
        return context.getSecondaryResourcesAsStream(type)
                .filter(child -> child.getMetadata()
                        .getName()
                        .equals(wanted.getMetadata().getName()))
                .findFirst()
                .filter(actual -> matcher.matches(actual, wanted, context))
                .orElseGet(() -> context.resourceOperations().serverSideApply(wanted));
    }

    /** Deletes what is not to be there any more, if it is there and a control plane's. */
    <T extends HasMetadata> void remove(Class<T> type, String name) {
        context.getSecondaryResourcesAsStream(type)
                .filter(child -> child.getMetadata().getName().equals(name))
                .forEach(child -> context.getClient().resource(child).delete());
    }
}
