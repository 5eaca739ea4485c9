package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a database.
 *
 * @param observedGeneration of the spec this is about
 * @param server where the database server is, or was when that was last known, as host:port
 * @param secretVersion the Secret's version that this is about: whoever uses the database reads it again when that changes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DataStoreStatus(
        @Nullable Long observedGeneration,
        @Nullable String server,
        @Nullable String secretVersion,
        @Nullable List<Condition> conditions) {}
