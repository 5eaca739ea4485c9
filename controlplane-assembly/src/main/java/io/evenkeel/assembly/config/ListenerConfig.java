package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ports and sockets clients connect to, and what a connection may do.
 *
 * @param socketMode who may open the sockets
 * @param metricsUrls where metrics and health are served besides; may be empty
 * @param maxConnections zero for as many as open files and memory allow
 * @param keepaliveMinTime a client pinging more often than this is disconnected
 * @param keepaliveInterval how long a connection may be silent before the server pings it; zero for never
 * @param keepaliveTimeout how long the answer to such a ping may take
 */
public record ListenerConfig(
        List<ListenUrl> clientUrls,
        Set<PosixFilePermission> socketMode,
        List<ClientUrl> metricsUrls,
        int maxConnections,
        long maxConcurrentStreams,
        Duration keepaliveMinTime,
        Duration keepaliveInterval,
        Duration keepaliveTimeout) {

    static final String URLS_ALLOWED =
            "one or more different http://host:port, https://host:port or unix:///path, separated by commas";
    static final String METRICS_URLS_ALLOWED = "one or more http://host:port, separated by commas";
    static final String CONNECTIONS_ALLOWED = "a number, 0 for as many as open files and memory allow";
    static final String STREAMS_ALLOWED = "a number from 1 to 4294967295";
    static final String POSITIVE_DURATION = "a duration above zero such as 20s, 1m30s or 100ms";

    public ListenerConfig {
        clientUrls = List.copyOf(clientUrls);
        socketMode = Set.copyOf(socketMode);
        metricsUrls = List.copyOf(metricsUrls);
        for (var url : metricsUrls) {
            require(url.scheme().equals("http"), "listen-metrics-urls", url, METRICS_URLS_ALLOWED);
        }
        boolean different = new HashSet<>(clientUrls).size() == clientUrls.size();
        require(different && !clientUrls.isEmpty(), "listen-client-urls", clientUrls, URLS_ALLOWED);
        require(maxConnections >= 0, "max-connections", maxConnections, CONNECTIONS_ALLOWED);
        boolean fits = maxConcurrentStreams >= 1 && maxConcurrentStreams <= 0xffff_ffffL;
        require(fits, "max-concurrent-streams", maxConcurrentStreams, STREAMS_ALLOWED);
        require(keepaliveTimeout.isPositive(), "grpc-keepalive-timeout", keepaliveTimeout, POSITIVE_DURATION);
    }

    /** Those of the client URLs that are ports. */
    public List<ClientUrl> ports() {
        return clientUrls.stream()
                .filter(ClientUrl.class::isInstance)
                .map(ClientUrl.class::cast)
                .toList();
    }

    /** Those of the client URLs that are sockets in the file system. */
    public List<SocketUrl> sockets() {
        return clientUrls.stream()
                .filter(SocketUrl.class::isInstance)
                .map(SocketUrl.class::cast)
                .toList();
    }
}
