package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who is to have access. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self == oldSelf",
        message = "a certificate that was handed out cannot be changed: make another KubeconfigAccess")
public record KubeconfigAccessSpec(
        @Required @JsonPropertyDescription("A HostedControlPlane of the same namespace.")
        String controlPlane,

        @Required @Pattern("^[^\\s]{1,64}$") @JsonPropertyDescription("Who it is to the hosted cluster.")
        String user,

        @JsonPropertyDescription(
                "Groups of that user; system:masters may do everything, and nobody can take that back before the end.")
        @Nullable
        List<String> groups,

        @Default("24h")
        @Pattern("^[1-9][0-9]{0,4}[mh]$")
        @JsonPropertyDescription("How long it is valid, in minutes or hours, as 90m or 24h.")
        @Nullable
        String ttl,

        @Default("false")
        @JsonPropertyDescription(
                "Whether there is to be another one before it ends, or when its Secret is gone. Otherwise it is made once: the Secret may be fetched and deleted.")
        @Nullable
        Boolean renew) {}
