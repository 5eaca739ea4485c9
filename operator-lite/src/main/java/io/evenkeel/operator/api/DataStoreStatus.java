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
 * @param servers those that control planes share, while there are any
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DataStoreStatus(
        @Nullable Long observedGeneration,
        @Nullable String server,
        @Nullable String secretVersion,
        @Nullable Servers servers,
        @Nullable List<Condition> conditions) {

    /**
     * Servers that control planes share.
     *
     * @param replicas how many there are to be
     * @param readyReplicas how many of them serve
     * @param authorityFingerprint SHA-256 of the authority by which they and the API servers know each other
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Servers(int replicas, int readyReplicas, String authorityFingerprint) {}
}
