package io.evenkeel.assembly.http;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.alarm.Alarm;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Whether a server is alive, and whether it should be asked: etcd's checks. Alive it is while it answers from what it has;
 * that the database is away is no reason to restart it. Ready it is while it can prove that what it has is current.
 */
final class StoreHealth {

    private static final RangeQuery ANY_KEY = RangeQuery.of(KeyRange.single(Key.of("health")));

    private final KeyValueStore store;
    private final Duration timeout;
    private final HealthCheck corruption = new HealthCheck("data_corruption", this::corruption);
    private final HealthCheck serializable = new HealthCheck("serializable_read", () -> read(true));
    private final HealthCheck linearizable = new HealthCheck("linearizable_read", () -> read(false));
    private final HealthCheck member =
            new HealthCheck("non_learner", () -> CompletableFuture.completedFuture(Optional.empty()));

    /** @param timeout how long a read may take */
    StoreHealth(KeyValueStore store, Duration timeout) {
        this.store = store;
        this.timeout = timeout;
    }

    List<HealthCheck> liveness() {
        return List.of(serializable);
    }

    List<HealthCheck> readiness() {
        return List.of(corruption, serializable, linearizable, member);
    }

    /**
     * The older, single check.
     *
     * @param excluded names of alarms that do not matter
     * @return what is wrong, in etcd's words
     */
    CompletableFuture<Optional<String>> overall(Set<String> excluded, boolean serializableWillDo) {
        for (Alarm alarm : store.alarms().known()) {
            String name = etcdName(alarm.kind());
            if (!excluded.contains(name)) {
                return CompletableFuture.completedFuture(Optional.of("ALARM " + name));
            }
        }
        return read(serializableWillDo).thenApply(wrong -> wrong.map(reason -> "RANGE ERROR:" + reason));
    }

    private static String etcdName(Alarm.Kind kind) {
        return switch (kind) {
            case NO_SPACE -> "NOSPACE";
            case CORRUPT -> "CORRUPT";
        };
    }

    private CompletableFuture<Optional<String>> corruption() {
        return CompletableFuture.completedFuture(
                store.alarms().isRaised(Alarm.Kind.CORRUPT)
                        ? Optional.of("alarm CORRUPT is raised")
                        : Optional.empty());
    }

    private CompletableFuture<Optional<String>> read(boolean serializableWillDo) {
        return store.range(ANY_KEY, serializableWillDo)
                .handle((answer, failure) ->
                        failure == null ? Optional.<String>empty() : Optional.of("the database cannot be read"))
                .completeOnTimeout(
                        Optional.of("no answer within " + timeout.toMillis() + " ms"),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }
}
