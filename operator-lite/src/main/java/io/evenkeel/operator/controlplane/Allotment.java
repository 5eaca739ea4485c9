package io.evenkeel.operator.controlplane;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Whether a control plane may have the controllers that it wants. Those that run are never in question. Of what is left, the older
 * control plane gets first what it wants, all of it or nothing, so that everybody comes to the same division without asking others.
 *
 * @param refusal why it must not have more than it has; empty when it may
 */
record Allotment(Optional<String> refusal) {

    static final Allotment UNQUESTIONED = new Allotment(Optional.empty());

    /**
     * Of one of several.
     *
     * @param limit why so many controllers are too many for all together; empty when they are not
     */
    static Allotment of(Demand own, List<Demand> others, IntFunction<Optional<String>> limit) {
        List<Demand> all = new ArrayList<>(others);
        all.add(own);
        all.sort(Comparator.comparing(Demand::since)
                .thenComparing(demand -> demand.plane().toString()));
        int granted = all.stream().mapToInt(Demand::running).sum();
        for (Demand demand : all) {
            int more = Math.max(0, demand.wanted() - demand.running());
            Optional<String> refusal = limit.apply(granted + more);
            if (demand.equals(own)) {
                return new Allotment(refusal);
            }
            granted += refusal.isEmpty() ? more : 0;
        }
        throw new AssertionError("one's own demand is among all");
    }
}
