package io.evenkeel.operator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.javaoperatorsdk.operator.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Answers probes: {@code /livez} for as long as the process does, {@code /readyz} once it has heard of all it watches, and while it
 * does. And Prometheus: {@code /metrics}.
 */
final class Health {

    private static final int NO_BODY = -1;

    private Health() {}

    /** Until it is stopped. */
    static HttpServer serve(Operator operator, Telemetry telemetry, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            server.createContext("/livez", exchange -> answer(exchange, true));
            server.createContext("/readyz", exchange -> answer(exchange, isReady(operator)));
            server.createContext("/metrics", exchange -> show(exchange, telemetry.page()));
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on port " + port, e);
        }
    }

    /** One that waits to lead has started and is ready too: else no rollout of operators would ever end. */
    private static boolean isReady(Operator operator) {
        return operator.getRuntimeInfo().isStarted()
                && operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    private static void answer(HttpExchange exchange, boolean good) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(
                    good ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_UNAVAILABLE, NO_BODY);
        }
    }

    private static void show(HttpExchange exchange, String page) throws IOException {
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", Telemetry.CONTENT_TYPE);
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
