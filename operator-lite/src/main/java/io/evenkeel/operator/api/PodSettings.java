package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the controllers of a control plane run and what they may use. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PodSettings(
        @JsonPropertyDescription("Of k0s.") @Nullable ResourceRequirements resources,

        @JsonPropertyDescription("Of the etcd server beside it.") @Nullable
        ResourceRequirements serverResources,

        @Nullable Map<String, String> nodeSelector,
        @Nullable List<Toleration> tolerations,
        @Nullable String priorityClassName,
        @Nullable List<LocalObjectReference> imagePullSecrets) {}
