package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which connections controllers may have, besides those to DNS and to each other. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Traffic(
        @JsonPropertyDescription(
                "Who may connect to the API and to konnectivity; anybody without it. For JoinTokens the operator has to be"
                        + " among them.")
        @Nullable
        List<NetworkPolicyPeer> clients,

        @JsonPropertyDescription("Who may read the metrics of the etcd servers; anybody without it.") @Nullable
        List<NetworkPolicyPeer> metrics,

        @JsonPropertyDescription("Where the database is; without it anywhere, at its port.") @Nullable
        List<NetworkPolicyPeer> database,

        @JsonPropertyDescription(
                "What else controllers may connect to, as an identity provider; that to which konnectivity leads is none of it.")
        @Nullable
        List<NetworkPolicyEgressRule> extraEgress) {}
