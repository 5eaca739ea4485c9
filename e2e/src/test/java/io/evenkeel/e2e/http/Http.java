package io.evenkeel.e2e.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks servers over HTTP/1. */
final class Http implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** What came back, the lines in an order of their own: etcd's has none. */
    record Answer(int status, Optional<String> type, Optional<String> allowed, List<String> lines) {}

    Answer get(String url) throws IOException, InterruptedException {
        return ask("GET", url);
    }

    /** What came back, as it came. */
    String text(String url) throws IOException, InterruptedException {
        return send("GET", url).body();
    }

    Answer ask(String method, String url) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, url);
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type"),
                response.headers().firstValue("Allow"),
                response.body().lines().sorted().toList());
    }

    private HttpResponse<String> send(String method, String url) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(LIMIT)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
