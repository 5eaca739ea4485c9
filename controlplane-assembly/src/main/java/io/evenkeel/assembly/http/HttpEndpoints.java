package io.evenkeel.assembly.http;

import io.evenkeel.api.EtcdVersion;
import io.evenkeel.assembly.metrics.ServerMetrics;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What is answered at which path, as etcd 3.7 answers it: {@code /health}, {@code /livez}, {@code /readyz} and their single
 * checks, {@code /version}, {@code /metrics}.
 */
public final class HttpEndpoints {

    private static final String LIVEZ = "/livez";
    private static final String READYZ = "/readyz";

    private final ServerMetrics metrics;
    private final StoreHealth health;
    private final Executor blocking;

    /**
     * @param timeout how long a check may wait for the database
     * @param blocking writes the page of metrics, which takes milliseconds
     */
    public HttpEndpoints(KeyValueStore store, ServerMetrics metrics, Duration timeout, Executor blocking) {
        this.metrics = metrics;
        this.health = new StoreHealth(store, timeout);
        this.blocking = blocking;
    }

    /** Never blocks. What fails is none of the client's fault. */
    CompletableFuture<HttpAnswer> answer(HttpRequest request) {
        Optional<Supplier<CompletableFuture<HttpAnswer>>> endpoint = find(request);
        if (endpoint.isEmpty()) {
            return CompletableFuture.completedFuture(HttpAnswer.text(HttpAnswer.NOT_FOUND, "404 page not found\n"));
        }
        if (!request.method().equals("GET")) {
            return CompletableFuture.completedFuture(
                    HttpAnswer.text(HttpAnswer.METHOD_NOT_ALLOWED, "Method Not Allowed\n"));
        }
        return endpoint.get().get();
    }

    private Optional<Supplier<CompletableFuture<HttpAnswer>>> find(HttpRequest request) {
        return switch (request.path()) {
            case "/health" -> Optional.of(() -> health(request));
            case "/version" -> Optional.of(() -> CompletableFuture.completedFuture(version()));
            case "/metrics" -> Optional.of(() -> CompletableFuture.supplyAsync(this::metrics, blocking));
            case LIVEZ -> Optional.of(() -> all(health.liveness(), request));
            case READYZ -> Optional.of(() -> all(health.readiness(), request));
            default -> single(request);
        };
    }

    private Optional<Supplier<CompletableFuture<HttpAnswer>>> single(HttpRequest request) {
        return single(LIVEZ, health.liveness(), request).or(() -> single(READYZ, health.readiness(), request));
    }

    private static Optional<Supplier<CompletableFuture<HttpAnswer>>> single(
            String root, List<HealthCheck> checks, HttpRequest request) {
        return checks.stream()
                .filter(check -> request.path().equals(root + "/" + check.name()))
                .findFirst()
                .map(check -> () -> run(List.of(check), request));
    }

    private HttpAnswer metrics() {
        return new HttpAnswer(HttpAnswer.OK, ServerMetrics.CONTENT_TYPE, metrics.page());
    }

    private static HttpAnswer version() {
        String json = "{\"etcdserver\":\"%s\",\"etcdcluster\":\"%s\",\"storage\":\"%s\"}"
                .formatted(EtcdVersion.SERVER, EtcdVersion.CLUSTER, EtcdVersion.STORAGE);
        return new HttpAnswer(HttpAnswer.OK, HttpAnswer.JSON, json);
    }

    private CompletableFuture<HttpAnswer> health(HttpRequest request) {
        boolean serializable = request.all("serializable").contains("true");
        return health.overall(new HashSet<>(request.all("exclude")), serializable)
                .thenApply(wrong -> wrong.isEmpty()
                        ? HttpAnswer.text(HttpAnswer.OK, "{\"health\":\"true\",\"reason\":\"\"}")
                        : HttpAnswer.text(
                                HttpAnswer.UNAVAILABLE, "{\"health\":\"false\",\"reason\":\"" + wrong.get() + "\"}\n"));
    }

    private static CompletableFuture<HttpAnswer> all(List<HealthCheck> checks, HttpRequest request) {
        List<String> excluded = request.all("exclude");
        return run(
                checks.stream()
                        .filter(check -> !excluded.contains(check.name()))
                        .toList(),
                request);
    }

    /** One line for each check, told when asked for and when something is wrong. */
    private static CompletableFuture<HttpAnswer> run(List<HealthCheck> checks, HttpRequest request) {
        var running = new ArrayList<CompletableFuture<Optional<String>>>();
        checks.forEach(check -> running.add(check.run().get()));
        return CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    var lines = new StringBuilder();
                    boolean failed = false;
                    for (int i = 0; i < checks.size(); i++) {
                        Optional<String> wrong = running.get(i).join();
                        failed |= wrong.isPresent();
                        lines.append(wrong.isEmpty() ? "[+]" : "[-]")
                                .append(checks.get(i).name());
                        lines.append(wrong.map(reason -> " failed: " + reason).orElse(" ok"))
                                .append('\n');
                    }
                    if (failed) {
                        return HttpAnswer.text(HttpAnswer.UNAVAILABLE, lines + "\n");
                    }
                    return HttpAnswer.text(HttpAnswer.OK, (request.has("verbose") ? lines : "") + "ok\n");
                });
    }
}
