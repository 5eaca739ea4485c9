package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

import java.util.List;
import java.util.stream.Collectors;

/** All settings of the server. One that exists is one that is allowed. */
public record ServerConfig(
        DatastoreConfig datastore,
        MemberConfig member,
        ListenerConfig listener,
        TlsConfig tls,
        LimitsConfig limits,
        WatchConfig watch,
        CacheConfig cache,
        WriteConfig write,
        MaintenanceConfig maintenance,
        LogConfig log) {

    public ServerConfig {
        boolean secured = listener.ports().stream().anyMatch(ClientUrl::isSecure);
        boolean possible = !secured || tls.certFile().isPresent();
        require(possible, "listen-client-urls", text(listener.clientUrls()), TlsConfig.NEEDED);
        int largest = limits.maxRequestBytes();
        require(
                write.queueBytes() >= largest,
                "write-queue-bytes",
                write.queueBytes(),
                WriteConfig.QUEUE_BYTES_ALLOWED);
    }

    private static String text(List<ListenUrl> urls) {
        return urls.stream().map(ListenUrl::toString).collect(Collectors.joining(","));
    }

    /**
     * Reads all settings.
     *
     * @throws BadSettingException naming the first one that is not allowed
     */
    public static ServerConfig from(SettingValues values) {
        try {
            return read(values);
        } catch (BadSettingException e) {
            throw values.withOrigin(e);
        }
    }

    private static ServerConfig read(SettingValues values) {
        var listener = new ListenerConfig(
                values.get(Settings.LISTEN_CLIENT_URLS),
                values.get(Settings.CLIENT_SOCKET_MODE),
                values.get(Settings.LISTEN_METRICS_URLS),
                values.get(Settings.MAX_CONNECTIONS),
                values.get(Settings.MAX_CONCURRENT_STREAMS),
                values.get(Settings.GRPC_KEEPALIVE_MIN_TIME),
                values.get(Settings.GRPC_KEEPALIVE_INTERVAL),
                values.get(Settings.GRPC_KEEPALIVE_TIMEOUT));
        var advertiseUrls = values.get(Settings.ADVERTISE_CLIENT_URLS);
        return new ServerConfig(
                DatastoreConfig.read(values),
                new MemberConfig(values.get(Settings.NAME), advertiseUrls.isEmpty() ? listener.ports() : advertiseUrls),
                listener,
                new TlsConfig(
                        values.get(Settings.CERT_FILE),
                        values.get(Settings.KEY_FILE),
                        values.get(Settings.TRUSTED_CA_FILE),
                        values.get(Settings.PEER_TRUSTED_CA_FILE),
                        values.get(Settings.CLIENT_CERT_AUTH),
                        values.get(Settings.CIPHER_SUITES),
                        values.get(Settings.TLS_MIN_VERSION)),
                new LimitsConfig(
                        values.get(Settings.MAX_REQUEST_BYTES),
                        values.get(Settings.MAX_TXN_OPS),
                        values.get(Settings.QUOTA_BACKEND_BYTES),
                        values.get(Settings.REQUEST_TIMEOUT),
                        values.get(Settings.IN_FLIGHT_BYTES)),
                new WatchConfig(values.get(Settings.WATCH_PROGRESS_NOTIFY_INTERVAL)),
                new CacheConfig(values.get(Settings.VALUE_CACHE_BYTES)),
                new WriteConfig(
                        values.get(Settings.WRITE_QUEUE_OPS),
                        values.get(Settings.WRITE_QUEUE_BYTES),
                        values.get(Settings.MAX_BATCH_OPS),
                        values.get(Settings.MAX_BATCH_BYTES),
                        values.get(Settings.FORWARD_WRITES)),
                new MaintenanceConfig(
                        values.get(Settings.PURGE_DELAY),
                        values.get(Settings.CORRUPT_CHECK_TIME),
                        MaintenanceConfig.autoCompaction(
                                values.get(Settings.AUTO_COMPACTION_MODE),
                                values.get(Settings.AUTO_COMPACTION_RETENTION))),
                new LogConfig(
                        values.get(Settings.LOG_LEVEL),
                        values.get(Settings.LOG_FORMAT),
                        values.get(Settings.WARNING_UNARY_REQUEST_DURATION)));
    }
}
