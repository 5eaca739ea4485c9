package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The etcd servers between API servers and a database: how many there are, where they run, and what they may use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.mode == 'Shared' || !(has(self.replicas) || has(self.resources) || has(self.nodeSelector)"
                + " || has(self.tolerations) || has(self.priorityClassName) || has(self.imagePullSecrets))",
        message = "all but shim.mode is for mode Shared; a server beside a controller runs where that does")
public record Shim(
        @Required
        @JsonPropertyDescription(
                "Sidecar: one beside each controller, with a key space for each control plane. Shared: a few for all control"
                        + " planes together, in one key space in which only prefixes keep them apart.")
        ShimMode mode,

        @Min(1)
        @JsonPropertyDescription("How many servers there are; 2 without it. For mode Shared, as is all below.")
        @Nullable
        Integer replicas,

        @JsonPropertyDescription("Of each server.") @Nullable
        ResourceRequirements resources,

        @Nullable Map<String, String> nodeSelector,
        @Nullable List<Toleration> tolerations,
        @Nullable String priorityClassName,
        @Nullable List<LocalObjectReference> imagePullSecrets) {

    /** Whose the servers are. */
    public enum ShimMode {
        Sidecar,
        Shared
    }
}
