package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was handed out.
 *
 * @param secretName where it was put; somebody may have taken it from there
 * @param expiresAt when it ends, as RFC 3339 has it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KubeconfigAccessStatus(
        @Nullable Long observedGeneration,
        @Nullable String secretName,
        @Nullable String expiresAt,
        @Nullable List<Condition> conditions) {}
