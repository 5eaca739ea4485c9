package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was handed out.
 *
 * @param tokenID the part of it that is no secret
 * @param secretName where it was put, under the key token
 * @param expiresAt when it ends, as RFC 3339 has it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JoinTokenStatus(
        @Nullable Long observedGeneration,
        @Nullable String tokenID,
        @Nullable String secretName,
        @Nullable String expiresAt,
        @Nullable List<Condition> conditions) {}
