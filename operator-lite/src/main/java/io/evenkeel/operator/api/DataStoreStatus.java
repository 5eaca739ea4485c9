package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a database.
 *
 * @param observedGeneration of the spec this is about
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DataStoreStatus(
        @Nullable Long observedGeneration, @Nullable List<Condition> conditions) {}
