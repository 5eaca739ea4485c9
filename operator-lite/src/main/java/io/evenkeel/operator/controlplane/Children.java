package io.evenkeel.operator.controlplane;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The objects of one resource of ours as they are, and what makes them what they should be. An object of such a name that is
 * another's is neither changed nor taken for its own.
 */
final class Children {

    /** Each held while what has certain names is written: of two who want the same name the second finds the first. */
    private static final List<ReentrantLock> WRITING =
            Stream.generate(ReentrantLock::new).limit(64).toList();

    private final Context<? extends HasMetadata> context;
    private final Ownership ownership;

    Children(Context<? extends HasMetadata> context) {
        this.context = context;
        this.ownership = Ownership.of(context.getPrimaryResource());
    }

    /**
     * What is the resource's own. Asks the API server. What is decided by whether something is there must not go by the cache: the
     * framework empties it when it stops, while what was begun goes on.
     */
    <T extends HasMetadata> Optional<T> read(Class<T> type, String name) {
        return find(type, name).filter(ownership::covers);
    }

    /** As the other, whoever's it is. */
    <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
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
     * @throws TakenException when there is such an object, and it is another's
     */
    <T extends HasMetadata> T apply(Class<T> type, T wanted) {
        return apply(type, wanted, Optional.empty());
    }

    /**
     * As the other, of what was made of an object that was read.
     *
     * @param read the UID of that object, if there was one: when it has been deleted since, it is not brought back
     */
    <T extends HasMetadata> T apply(Class<T> type, T wanted, Optional<String> read) {
        SSABasedGenericKubernetesResourceMatcher<T> matcher = SSABasedGenericKubernetesResourceMatcher.getInstance();
        return context.getSecondaryResourcesAsStream(type)
                .filter(child -> child.getMetadata()
                        .getName()
                        .equals(wanted.getMetadata().getName()))
                .findFirst()
                .filter(actual -> matcher.matches(actual, wanted, context))
                .orElseGet(() -> write(type, wanted, read));
    }

    /** For the object that was looked at: the API server compares the UID, and refuses where that is gone or another in its place. */
    private <T extends HasMetadata> T write(Class<T> type, T wanted, Optional<String> read) {
        String name = wanted.getMetadata().getName();
        ReentrantLock lock = WRITING.get(Math.floorMod(name.hashCode(), WRITING.size()));
        lock.lock();
        try {
            Optional<T> found = find(type, name);
            if (found.isPresent() && !ownership.covers(found.get())) {
                throw new TakenException(found.get());
            }
            read.or(() -> found.map(there -> there.getMetadata().getUid())).ifPresent(wanted.getMetadata()::setUid);
            return context.resourceOperations().serverSideApply(wanted);
        } finally {
            lock.unlock();
        }
    }

    /** Deletes what is not to be there any more, if it is there and the resource's own. */
    <T extends HasMetadata> void remove(Class<T> type, String name) {
        context.getSecondaryResourcesAsStream(type)
                .filter(child -> child.getMetadata().getName().equals(name))
                .filter(ownership::covers)
                .forEach(child -> context.getClient().resource(child).delete());
    }
}
