package io.evenkeel.operator.status;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;

/**
 * What is sent to write the status of a resource: its name and that. What is not in a patch is not ours. It is for the version that was
 * looked at: otherwise, what was found of one that has been deleted could be written on another that was made in its place meanwhile.
 */
public final class StatusPatch {

    private StatusPatch() {}

    /**
     * Fills {@code empty} and returns it.
     *
     * @param resource whose status it is
     */
    public static <S, R extends CustomResource<?, S>> R of(R empty, R resource, S status) {
        empty.setMetadata(new ObjectMetaBuilder()
                .withNamespace(resource.getMetadata().getNamespace())
                .withName(resource.getMetadata().getName())
                .withResourceVersion(resource.getMetadata().getResourceVersion())
                .build());
        empty.setStatus(status);
        return empty;
    }
}
