package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** What an API server says of its caches on its page of metrics. */
record Caches(Page page) {

    static Caches of(ApiClient client) {
        try {
            return new Caches(Page.of(client.get("/metrics").body().lines().toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lists as of now, that have been asked for. */
    double consistentLists() {
        return sum("apiserver_watch_cache_consistent_read_total", Map.of());
    }

    /** How many of them were read from the datastore, since the cache heard of no progress in time. */
    double fallbacks() {
        return sum("apiserver_watch_cache_consistent_read_total", Map.of("fallback", "true"));
    }

    /** Whether each of these resources was compared with the datastore since, and nothing found. */
    boolean hasCompared(List<String> resources, Caches before) {
        return resources.stream().allMatch(resource -> checksPassed(resource) > before.checksPassed(resource));
    }

    private double checksPassed(String resource) {
        return sum("apiserver_storage_consistency_checks_total", Map.of("resource", resource, "status", "success"));
    }

    /** Comparisons, of all resources, that found one. */
    double checksFailed() {
        return sum("apiserver_storage_consistency_checks_total", Map.of("status", "failure"));
    }

    private double sum(String metric, Map<String, String> labels) {
        return page.samples().stream()
                .filter(sample -> sample.name().equals(metric))
                .filter(sample -> sample.labels().entrySet().containsAll(labels.entrySet()))
                .mapToDouble(Page.Sample::value)
                .sum();
    }
}
