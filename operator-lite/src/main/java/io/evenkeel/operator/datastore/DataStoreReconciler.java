package io.evenkeel.operator.datastore;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus;
import io.evenkeel.operator.status.Conditions;
import io.evenkeel.operator.status.StatusPatch;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.MaxReconciliationInterval;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Says of each {@link DataStore} whether its Secret has what servers need. */
@ControllerConfiguration(
        name = "datastore",
        fieldManager = "evenkeel-operator",
        maxReconciliationInterval = @MaxReconciliationInterval(interval = 5, timeUnit = TimeUnit.MINUTES))
@GradualRetry(maxAttempts = Integer.MAX_VALUE, maxInterval = 60_000)
public final class DataStoreReconciler implements Reconciler<DataStore> {

    /** Nobody tells of Secrets that are not ours. */
    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(5);

    private final InstantSource clock;

    public DataStoreReconciler(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UpdateControl<DataStore> reconcile(DataStore store, Context<DataStore> context) {
        Optional<DataStoreStatus> before = Optional.ofNullable(store.getStatus());
        Long generation = store.getMetadata().getGeneration();
        var conditions = new Conditions(before.map(DataStoreStatus::conditions).orElse(null), generation, clock);
        Lookup lookup = Lookup.of(context.getClient(), store);
        switch (lookup) {
            case Lookup.Found _ ->
                conditions.add(Conditions.READY, true, "SecretComplete", "the Secret has all that servers need");
            case Lookup.Missing(String reason, String message) ->
                conditions.add(Conditions.READY, false, reason, message);
        }
        var status = new DataStoreStatus(generation, conditions.toList());
        UpdateControl<DataStore> update = before.filter(status::equals).isPresent()
                ? UpdateControl.noUpdate()
                : UpdateControl.patchStatus(StatusPatch.of(new DataStore(), store, status));
        return lookup instanceof Lookup.Missing ? update.rescheduleAfter(UNTIL_NEXT_LOOK) : update;
    }
}
