package io.evenkeel.operator.controlplane;

import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How pods are spread over zones and nodes: as evenly as there are places, and never so that one has none. */
final class Spread {

    private Spread() {}

    /** Of the pods that a selector finds. */
    static List<TopologySpreadConstraint> of(Map<String, String> selector) {
        return Stream.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")
                .map(topology -> new TopologySpreadConstraintBuilder()
                        .withMaxSkew(1)
                        .withTopologyKey(topology)
                        .withWhenUnsatisfiable("ScheduleAnyway")
                        .withNewLabelSelector()
                        .withMatchLabels(selector)
                        .endLabelSelector()
                        .build())
                .toList();
    }
}
