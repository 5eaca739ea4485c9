package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.Stream;

/**
 * Config maps created through one API server by several clients at once, as fast as they are answered, and watched through another
 * one.
 *
 * @param perSecond how many were created
 * @param creating how long each took
 * @param lag how much later than its answer each was told by the other API server
 */
record CreateLoad(double perSecond, Percentiles creating, Percentiles lag) {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 14;
    private static final int VALUE_BYTES = 1_000;
    private static final String PATH = "/api/v1/namespaces/default/configmaps";

    /** @param name what tells these config maps from others */
    static CreateLoad run(ApiClient writer, ApiClient watcher, String name, int count) throws IOException {
        var answered = new AtomicLongArray(count);
        var took = new AtomicLongArray(count);
        var told = new AtomicLongArray(count);
        var missing = new AtomicInteger(count);
        String label = "load=" + name;
        String now = watcher.get(PATH + "?limit=1")
                .json()
                .at("/metadata/resourceVersion")
                .asText();
        try (Stream<String> lines = watcher.lines(
                        PATH + "?watch=1&labelSelector=" + label.replace("=", "%3D") + "&resourceVersion=" + now)
                .body()) {
            Thread reader = Thread.ofVirtual().start(() -> {
                try {
                    lines.forEach(line -> {
                        if (told.compareAndSet(number(line), 0, System.nanoTime())) {
                            missing.decrementAndGet();
                        }
                    });
                } catch (UncheckedIOException closed) {
                    // by whoever has seen enough
                }
            });
            double seconds = create(writer, name, answered, took);
            Await.until("all events", LIMIT, () -> missing.get() == 0);
            reader.interrupt();
            var lag = new long[count];
            var creating = new long[count];
            for (int i = 0; i < count; i++) {
                lag[i] = Math.max(0, told.get(i) - answered.get(i));
                creating[i] = took.get(i);
            }
            return new CreateLoad(count / seconds, Percentiles.ofNanos(creating), Percentiles.ofNanos(lag));
        }
    }

    private static double create(ApiClient writer, String name, AtomicLongArray answered, AtomicLongArray took) {
        var next = new AtomicInteger();
        String value = "v".repeat(VALUE_BYTES);
        long start = System.nanoTime();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = next.getAndIncrement(); i < took.length(); i = next.getAndIncrement()) {
                                long before = System.nanoTime();
                                create(writer, name, i, value);
                                long after = System.nanoTime();
                                took.set(i, after - before);
                                answered.set(i, after);
                            }
                        },
                        clients));
            }
            running.forEach(CompletableFuture::join);
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void create(ApiClient writer, String name, int number, String value) {
        try {
            ApiClient.Answer answer = writer.post(PATH, """
                    {"metadata": {"name": "%1$s-%2$d", "labels": {"load": "%1$s"}}, "data": {"v": "%3$s"}}
                    """.formatted(name, number, value));
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(String event) {
        try {
            String name = JSON.readTree(event).at("/object/metadata/name").asText();
            return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + event, e);
        }
    }
}
