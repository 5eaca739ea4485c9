package io.evenkeel.assembly.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.evenkeel.assembly.config.ClientUrl;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves metrics and health, and nothing else, on addresses of their own. */
public final class MetricsListeners implements AutoCloseable {

    private static final int ANY_BACKLOG = 0;
    private static final int BAD_REQUEST = 400;
    private static final Set<String> SERVED = Set.of("metrics", "health", "livez", "readyz");

    private final HttpEndpoints endpoints;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpServer> servers = new ArrayList<>();

    private MetricsListeners(HttpEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    /** @throws IOException naming the address that cannot be listened on */
    public static MetricsListeners start(List<ClientUrl> urls, HttpEndpoints endpoints) throws IOException {
        var listeners = new MetricsListeners(endpoints);
        try {
            for (ClientUrl url : urls) {
                listeners.listen(url);
            }
        } catch (IOException e) {
            listeners.close();
            throw new IOException(urls.get(listeners.servers.size()) + ": " + e.getMessage(), e);
        }
        return listeners;
    }

    private void listen(ClientUrl url) throws IOException {
        var address = new InetSocketAddress(url.host(), url.port());
        if (address.isUnresolved()) {
            throw new IOException("unknown host");
        }
        HttpServer server = HttpServer.create(address, ANY_BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        servers.add(server);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            HttpAnswer answer =
                    answer(exchange.getRequestMethod(), exchange.getRequestURI().toString());
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
            if (answer.status() == HttpAnswer.METHOD_NOT_ALLOWED) {
                exchange.getResponseHeaders().set("Allow", "GET");
            }
            byte[] body = answer.bytes();
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private HttpAnswer answer(String method, String target) {
        try {
            HttpRequest request = HttpRequest.of(method, target);
            String first = request.path().split("/", -1)[1];
            return SERVED.contains(first)
                    ? endpoints.answer(request).join()
                    : HttpAnswer.text(HttpAnswer.NOT_FOUND, "404 page not found\n");
        } catch (IllegalArgumentException e) {
            return HttpAnswer.text(BAD_REQUEST, e.getMessage() + "\n");
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.close();
    }
}
