package io.evenkeel.assembly.config;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.event.Level;

/** Every setting of the server, in the order of the help text. etcd's name wherever etcd has one. */
public final class Settings {

    static final Setting<DatastoreUrl> DATASTORE = Setting.of(
                    "datastore",
                    "sqlite://data/evenkeel.db",
                    DatastoreUrl.ALLOWED,
                    "The database that holds the durable state",
                    DatastoreUrl::parse)
            .showing(DatastoreUrl::mask);

    static final Setting<Optional<Path>> DATASTORE_PASSWORD_FILE = file(
            "datastore-password-file",
            DatastoreConfig.PASSWORD_FILE_ALLOWED,
            "File with the password of the login; it may change while the server runs, and counts for connections made then");

    static final Setting<String> STORE = Setting.of(
            "store",
            "default",
            DatastoreConfig.STORE_ALLOWED,
            "Name of the key space within the database",
            text -> text);

    static final Setting<DdlPolicy> DATASTORE_DDL = Setting.of(
            "datastore-ddl",
            "auto",
            "auto or never",
            "Whether the server may create and upgrade its tables; for a database where it may not, see: evenkeel schema",
            OneOf.parser(DdlPolicy.class));

    static final Setting<String> NAME = Setting.of(
            "name", "default", MemberConfig.NAME_ALLOWED, "Name of this server in the member list", text -> text);

    static final Setting<List<ListenUrl>> LISTEN_CLIENT_URLS = Setting.of(
            "listen-client-urls",
            "http://127.0.0.1:2379",
            ListenerConfig.URLS_ALLOWED,
            "Addresses to serve clients on",
            ListenUrl::parseAll);

    static final Setting<Set<PosixFilePermission>> CLIENT_SOCKET_MODE = Setting.of(
            "client-socket-mode",
            "660",
            SocketMode.ALLOWED,
            "Who may open the sockets of unix:// addresses: owner, group, all others",
            SocketMode::parse);

    static final Setting<List<ClientUrl>> LISTEN_METRICS_URLS = Setting.of(
            "listen-metrics-urls",
            "",
            ListenerConfig.METRICS_URLS_ALLOWED,
            "Addresses to serve /metrics, /health, /livez and /readyz on, besides those for clients",
            text -> text.isEmpty() ? List.of() : ClientUrl.parseAll(text));

    /** Empty for the addresses listened on. */
    static final Setting<List<ClientUrl>> ADVERTISE_CLIENT_URLS = Setting.of(
            "advertise-client-urls",
            "",
            "one or more http://host:port or https://host:port, separated by commas",
            "Addresses the member list tells clients; without it the ports of --listen-client-urls",
            text -> text.isEmpty() ? List.of() : ClientUrl.parseAll(text));

    static final Setting<Optional<Path>> CERT_FILE = file(
            "cert-file", TlsConfig.BOTH_ALLOWED, "Certificate, and those it depends on, to show on https:// ports");

    static final Setting<Optional<Path>> KEY_FILE = file("key-file", TlsConfig.BOTH_ALLOWED, "Key of that certificate");

    static final Setting<Optional<Path>> TRUSTED_CA_FILE = file(
            "trusted-ca-file",
            TlsConfig.FILE_ALLOWED,
            "Certificates of those whose clients are served; where given, clients have to show a certificate");

    static final Setting<Optional<Path>> PEER_TRUSTED_CA_FILE = file(
            "peer-trusted-ca-file",
            TlsConfig.FILE_ALLOWED,
            "Certificates of those whose servers of the same store are trusted; without it, --trusted-ca-file or this machine's");

    static final Setting<Boolean> CLIENT_CERT_AUTH = Setting.flag(
            "client-cert-auth",
            TlsConfig.CLIENT_CERT_AUTH_ALLOWED,
            "Whether clients have to show a certificate that this machine trusts or --trusted-ca-file names");

    static final Setting<List<String>> CIPHER_SUITES = Setting.of(
            "cipher-suites",
            "",
            "names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, separated by commas",
            "Cipher suites of TLS 1.2 to allow; without it the usual ones",
            text -> text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(",", -1))
                            .map(Settings::cipherSuite)
                            .toList());

    static final Setting<TlsVersion> TLS_MIN_VERSION = Setting.of(
            "tls-min-version", "TLS1.2", TlsVersion.ALLOWED, "Oldest version of TLS to speak", TlsVersion::parse);

    static final Setting<Integer> MAX_REQUEST_BYTES = Setting.of(
            "max-request-bytes",
            "1572864",
            LimitsConfig.REQUEST_BYTES_ALLOWED,
            "Largest request",
            text -> Math.toIntExact(Math.clamp(ByteSize.parse(text), -1, Integer.MAX_VALUE)));

    static final Setting<Integer> MAX_TXN_OPS = Setting.of(
            "max-txn-ops",
            "128",
            LimitsConfig.TXN_OPS_ALLOWED,
            "Most operations in one transaction",
            WholeNumber::parseInt);

    static final Setting<Integer> MAX_CONNECTIONS = Setting.of(
            "max-connections",
            "0",
            ListenerConfig.CONNECTIONS_ALLOWED,
            "Most connections of clients at a time",
            WholeNumber::parseInt);

    static final Setting<Long> MAX_CONCURRENT_STREAMS = Setting.of(
            "max-concurrent-streams",
            "4294967295",
            ListenerConfig.STREAMS_ALLOWED,
            "Most calls at a time on one connection",
            WholeNumber::parse);

    static final Setting<Duration> GRPC_KEEPALIVE_MIN_TIME = Setting.of(
            "grpc-keepalive-min-time",
            "5s",
            "a duration such as 5s, or 0",
            "A client that pings more often than this is disconnected",
            GoDuration::parse);

    static final Setting<Duration> GRPC_KEEPALIVE_INTERVAL = Setting.of(
            "grpc-keepalive-interval",
            "2h",
            "a duration such as 2h, or 0 for never",
            "How long a connection is silent before the server pings it",
            GoDuration::parse);

    static final Setting<Duration> GRPC_KEEPALIVE_TIMEOUT = Setting.of(
            "grpc-keepalive-timeout",
            "20s",
            ListenerConfig.POSITIVE_DURATION,
            "How long such a ping may stay unanswered before the connection is closed",
            GoDuration::parse);

    static final Setting<Duration> WATCH_PROGRESS_NOTIFY_INTERVAL = Setting.of(
            "watch-progress-notify-interval",
            "10m",
            WatchConfig.INTERVAL_ALLOWED,
            "How often a quiet watch that asked for progress is told of it",
            GoDuration::parse);

    static final Setting<Long> QUOTA_BACKEND_BYTES = Setting.of(
            "quota-backend-bytes",
            "0",
            "a size such as 8GiB, 0 for 2GiB, or a negative number for no quota",
            "How much the store may keep, keys and values and 128 bytes for each version; beyond it only what frees space is served",
            ByteSize::parse);

    static final Setting<Duration> REQUEST_TIMEOUT = Setting.of(
            "request-timeout",
            "7s",
            ListenerConfig.POSITIVE_DURATION,
            "How long a request waits for the datastore",
            GoDuration::parse);

    static final Setting<Long> VALUE_CACHE_BYTES = Setting.of(
            "value-cache-bytes",
            "25%",
            CacheConfig.BYTES_ALLOWED,
            "Memory that keeps values at hand",
            text -> ByteSize.parseShareOf(Runtime.getRuntime().maxMemory(), text));

    static final Setting<Long> IN_FLIGHT_BYTES = Setting.of(
            "in-flight-bytes",
            "25%",
            LimitsConfig.IN_FLIGHT_ALLOWED,
            "Memory for answers on their way to clients; those that find none wait for it",
            text -> ByteSize.parseShareOf(Runtime.getRuntime().maxMemory(), text));

    static final Setting<Integer> WRITE_QUEUE_OPS = Setting.of(
            "write-queue-ops",
            "10000",
            WriteConfig.OPS_ALLOWED,
            "Writes that may wait before further ones are refused",
            WholeNumber::parseInt);

    static final Setting<Long> WRITE_QUEUE_BYTES = Setting.of(
            "write-queue-bytes",
            "10%",
            WriteConfig.QUEUE_BYTES_ALLOWED,
            "Bytes of writes that may wait before further ones are refused",
            text -> ByteSize.parseShareOf(Runtime.getRuntime().maxMemory(), text));

    static final Setting<ForwardPolicy> FORWARD_WRITES = Setting.of(
            "forward-writes",
            "auto",
            "auto or never",
            "Whether servers of a store write through the one that leads while several have writes",
            OneOf.parser(ForwardPolicy.class));

    static final Setting<Integer> MAX_BATCH_OPS = Setting.of(
            "max-batch-ops",
            "512",
            WriteConfig.OPS_ALLOWED,
            "Most writes in one append to the datastore",
            WholeNumber::parseInt);

    static final Setting<Long> MAX_BATCH_BYTES = Setting.of(
            "max-batch-bytes",
            "8MiB",
            WriteConfig.BATCH_BYTES_ALLOWED,
            "Most bytes in one append to the datastore, but for a single larger write",
            ByteSize::parse);

    static final Setting<CompactionMode> AUTO_COMPACTION_MODE = Setting.of(
            "auto-compaction-mode",
            "periodic",
            MaintenanceConfig.MODE_ALLOWED,
            "How --auto-compaction-retention is to be read",
            OneOf.parser(CompactionMode.class));

    static final Setting<String> AUTO_COMPACTION_RETENTION = Setting.of(
            "auto-compaction-retention",
            "0",
            MaintenanceConfig.RETENTION_ALLOWED,
            "How much history to keep where no client compacts it, as a kube-apiserver does",
            text -> text);

    static final Setting<Duration> PURGE_DELAY = Setting.of(
            "purge-delay",
            "5m",
            ListenerConfig.POSITIVE_DURATION,
            "How long compacted history stays in the database before it is deleted",
            GoDuration::parse);

    static final Setting<Duration> CORRUPT_CHECK_TIME = Setting.of(
            "corrupt-check-time",
            "4h",
            MaintenanceConfig.DURATION,
            "How often the index in memory is compared with the database; a difference raises the alarm CORRUPT",
            GoDuration::parse);

    static final Setting<Level> LOG_LEVEL = Setting.of(
            "log-level",
            "info",
            "error, warn, info, debug or trace",
            "Least severe messages that are logged",
            OneOf.parser(Level.class));

    static final Setting<LogFormat> LOG_FORMAT = Setting.of(
            "log-format", "text", "text or json", "How log lines are written", OneOf.parser(LogFormat.class));

    static final Setting<Duration> WARNING_UNARY_REQUEST_DURATION = Setting.of(
            "warning-unary-request-duration",
            "300ms",
            "a duration such as 300ms, or 0 for none",
            "Requests that take longer are logged, some of them when there are many",
            GoDuration::parse);

    /** What commands need that read a store themselves. */
    public static final List<Setting<?>> TO_READ_A_STORE = List.of(DATASTORE, DATASTORE_PASSWORD_FILE, STORE);

    /** What commands need that make a store themselves. */
    public static final List<Setting<?>> TO_MAKE_A_STORE =
            List.of(DATASTORE, DATASTORE_PASSWORD_FILE, STORE, DATASTORE_DDL);

    public static final List<Setting<?>> ALL = List.of(
            DATASTORE,
            DATASTORE_PASSWORD_FILE,
            STORE,
            DATASTORE_DDL,
            NAME,
            LISTEN_CLIENT_URLS,
            CLIENT_SOCKET_MODE,
            LISTEN_METRICS_URLS,
            ADVERTISE_CLIENT_URLS,
            CERT_FILE,
            KEY_FILE,
            TRUSTED_CA_FILE,
            PEER_TRUSTED_CA_FILE,
            CLIENT_CERT_AUTH,
            CIPHER_SUITES,
            TLS_MIN_VERSION,
            MAX_REQUEST_BYTES,
            MAX_TXN_OPS,
            MAX_CONNECTIONS,
            MAX_CONCURRENT_STREAMS,
            GRPC_KEEPALIVE_MIN_TIME,
            GRPC_KEEPALIVE_INTERVAL,
            GRPC_KEEPALIVE_TIMEOUT,
            WATCH_PROGRESS_NOTIFY_INTERVAL,
            QUOTA_BACKEND_BYTES,
            REQUEST_TIMEOUT,
            VALUE_CACHE_BYTES,
            IN_FLIGHT_BYTES,
            WRITE_QUEUE_OPS,
            WRITE_QUEUE_BYTES,
            MAX_BATCH_OPS,
            MAX_BATCH_BYTES,
            FORWARD_WRITES,
            AUTO_COMPACTION_MODE,
            AUTO_COMPACTION_RETENTION,
            PURGE_DELAY,
            CORRUPT_CHECK_TIME,
            LOG_LEVEL,
            LOG_FORMAT,
            WARNING_UNARY_REQUEST_DURATION);

    private static String cipherSuite(String text) {
        String name = text.strip();
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw new IllegalArgumentException("it is no list of such names");
        }
        return name;
    }

    private static Optional<Path> path(String text) {
        if (!text.isEmpty() && text.isBlank()) {
            throw new IllegalArgumentException("it is blank");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private static Setting<Optional<Path>> file(String name, String allowed, String description) {
        return Setting.of(name, "", allowed, description, Settings::path);
    }

    private Settings() {}
}
