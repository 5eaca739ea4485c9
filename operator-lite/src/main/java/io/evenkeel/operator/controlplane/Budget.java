package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;

/**
 * How many controllers may be taken away on purpose: one at a time, and none while another one is not ready. Those that are not ready
 * anyway may always be. Of a single one it allows the restart; forbidding that would keep nodes from ever being drained.
 */
final class Budget {

    private Budget() {}

    static PodDisruptionBudget of(HostedControlPlane plane) {
        var names = new Names(plane);
        return new PodDisruptionBudgetBuilder()
                .withMetadata(names.derived(names.controllers()))
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(names.selector())
                .endSelector()
                .endSpec()
                .build();
    }
}
