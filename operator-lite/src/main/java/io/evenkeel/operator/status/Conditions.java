package io.evenkeel.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a status being put together. Each keeps the time of its last change, so that a status in which nothing has
 * changed is equal to the one before.
 */
public final class Conditions {

    public static final String READY = "Ready";

    private final Map<String, Condition> before = new LinkedHashMap<>();
    private final Map<String, Condition> now = new LinkedHashMap<>();
    private final Long generation;
    private final InstantSource clock;

    /**
     * Begins with none.
     *
     * @param before those that the status has now
     * @param generation of the spec they will be about
     */
    public Conditions(@Nullable List<Condition> before, Long generation, InstantSource clock) {
        Optional.ofNullable(before)
                .orElse(List.of())
                .forEach(condition -> this.before.put(condition.getType(), condition));
        this.generation = generation;
        this.clock = clock;
    }

    /** One more. */
    public void add(String type, boolean status, String reason, String message) {
        String text = status ? "True" : "False";
        String since = Optional.ofNullable(before.get(type))
                .filter(condition -> condition.getStatus().equals(text))
                .map(Condition::getLastTransitionTime)
                .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        now.put(
                type,
                new ConditionBuilder()
                        .withType(type)
                        .withStatus(text)
                        .withReason(reason)
                        .withMessage(message)
                        .withObservedGeneration(generation)
                        .withLastTransitionTime(since)
                        .build());
    }

    /** Those from before, of which the added ones take the place. */
    public void keepOthers() {
        before.forEach(now::putIfAbsent);
    }

    public List<Condition> toList() {
        return List.copyOf(now.values());
    }
}
