package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Who may join what. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message = "a token that was handed out cannot be changed: make another JoinToken")
public record JoinTokenSpec(
        @Required @JsonPropertyDescription("A HostedControlPlane of the same namespace.")
        String controlPlane,

        @Default("24h")
        @Pattern("^[1-9][0-9]{0,4}[mh]$")
        @JsonPropertyDescription("How long workers may join with it, in minutes or hours, as 90m or 24h.")
        @Nullable
        String ttl) {}
