package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Map;

/**
 * How many controllers, or servers that are shared, may be taken away on purpose: one at a time, and none while another one is not
 * ready. Those that are not ready anyway may always be. Of a single one it allows the restart; forbidding that would keep nodes from
 * ever being drained.
 */
final class Budget {

    private Budget() {}

    static PodDisruptionBudget of(HostedControlPlane plane) {
        var names = new Names(plane);
        return of(names.derived(names.controllers()), names.selector());
    }

    /** Of the pods that a selector finds. */
    static PodDisruptionBudget of(ObjectMeta metadata, Map<String, String> selector) {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withNewMaxUnavailable(1)
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(selector)
                .endSelector()
                .endSpec()
                .build();
    }
}
