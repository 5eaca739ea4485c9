package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is there of a control plane. Nothing is lost when this is: all of it is read again from what the spec led to.
 *
 * @param observedGeneration of the spec this is about
 * @param version that all controllers run; the one before while an upgrade is under way
 * @param replicas controllers there are
 * @param selector that finds their pods
 * @param authorityFingerprint SHA-256 of the cluster's certificate authority, from the moment there is one
 * @param database that its state is in, from the moment it was first reached
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostedControlPlaneStatus(
        @Nullable Long observedGeneration,
        @Nullable String version,
        @StatusReplicas @Nullable Integer replicas,
        @Nullable Integer readyReplicas,
        @Nullable Integer updatedReplicas,
        @LabelSelector @Nullable String selector,
        @Nullable Endpoint endpoint,
        @Nullable Endpoint konnectivityEndpoint,

        @JsonPropertyDescription("SHA-256 of the cluster's certificate authority.") @Nullable
        String authorityFingerprint,

        @Nullable String database,
        @Nullable List<Condition> conditions) {

    /** Where something is reached. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Endpoint(String host, int port) {}
}
