package io.evenkeel.assembly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.store.AutoCompaction;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

final class ServerConfigTest {

    @Test
    void listsEverySettingWithItsDefault() {
        var defaults = new LinkedHashMap<String, String>();
        for (var setting : Settings.ALL) {
            defaults.put(setting.name(), setting.defaultText());
        }

        assertThat(defaults)
                .containsExactly(
                        Map.entry("datastore", "sqlite://data/evenkeel.db"),
                        Map.entry("datastore-password-file", ""),
                        Map.entry("store", "default"),
                        Map.entry("datastore-ddl", "auto"),
                        Map.entry("name", "default"),
                        Map.entry("listen-client-urls", "http://127.0.0.1:2379"),
                        Map.entry("client-socket-mode", "660"),
                        Map.entry("listen-metrics-urls", ""),
                        Map.entry("advertise-client-urls", ""),
                        Map.entry("cert-file", ""),
                        Map.entry("key-file", ""),
                        Map.entry("trusted-ca-file", ""),
                        Map.entry("peer-trusted-ca-file", ""),
                        Map.entry("client-cert-auth", "false"),
                        Map.entry("cipher-suites", ""),
                        Map.entry("tls-min-version", "TLS1.2"),
                        Map.entry("max-request-bytes", "1572864"),
                        Map.entry("max-txn-ops", "128"),
                        Map.entry("max-connections", "0"),
                        Map.entry("max-concurrent-streams", "4294967295"),
                        Map.entry("grpc-keepalive-min-time", "5s"),
                        Map.entry("grpc-keepalive-interval", "2h"),
                        Map.entry("grpc-keepalive-timeout", "20s"),
                        Map.entry("watch-progress-notify-interval", "10m"),
                        Map.entry("quota-backend-bytes", "0"),
                        Map.entry("request-timeout", "7s"),
                        Map.entry("value-cache-bytes", "25%"),
                        Map.entry("in-flight-bytes", "25%"),
                        Map.entry("write-queue-ops", "10000"),
                        Map.entry("write-queue-bytes", "10%"),
                        Map.entry("max-batch-ops", "512"),
                        Map.entry("max-batch-bytes", "8MiB"),
                        Map.entry("forward-writes", "auto"),
                        Map.entry("auto-compaction-mode", "periodic"),
                        Map.entry("auto-compaction-retention", "0"),
                        Map.entry("purge-delay", "5m"),
                        Map.entry("corrupt-check-time", "4h"),
                        Map.entry("log-level", "info"),
                        Map.entry("log-format", "text"),
                        Map.entry("warning-unary-request-duration", "300ms"));
    }

    @Test
    void readsTheDefaults() {
        var config = withFlags(Map.of());

        long heap = Runtime.getRuntime().maxMemory();
        var local = List.of(new ClientUrl("http", "127.0.0.1", 2379));
        assertThat(config)
                .isEqualTo(new ServerConfig(
                        new DatastoreConfig(
                                new DatastoreUrl.Sqlite(Path.of("data/evenkeel.db")),
                                Optional.empty(),
                                "default",
                                DdlPolicy.AUTO),
                        new MemberConfig("default", local),
                        new ListenerConfig(
                                List.copyOf(local),
                                PosixFilePermissions.fromString("rw-rw----"),
                                List.of(),
                                0,
                                4_294_967_295L,
                                Duration.ofSeconds(5),
                                Duration.ofHours(2),
                                Duration.ofSeconds(20)),
                        new TlsConfig(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false,
                                List.of(),
                                TlsVersion.TLS1_2),
                        new LimitsConfig(1_572_864, 128, 0, Duration.ofSeconds(7), heap / 100 * 25),
                        new WatchConfig(Duration.ofMinutes(10)),
                        new CacheConfig(heap / 100 * 25),
                        new WriteConfig(10_000, heap / 100 * 10, 512, 8 << 20, ForwardPolicy.AUTO),
                        new MaintenanceConfig(Duration.ofMinutes(5), Duration.ofHours(4), new AutoCompaction.Off()),
                        new LogConfig(Level.INFO, LogFormat.TEXT, Duration.ofMillis(300))));
    }

    @Test
    void everySettingReachesItsPlace() {
        var config = withFlags(Map.ofEntries(
                Map.entry("datastore", "postgres://u@db/k"),
                Map.entry("datastore-password-file", "/run/password"),
                Map.entry("store", "s1"),
                Map.entry("datastore-ddl", "never"),
                Map.entry("name", "n1"),
                Map.entry("listen-client-urls", "http://0.0.0.0:1,http://[::1]:2,unix:///run/keel.sock"),
                Map.entry("client-socket-mode", "0604"),
                Map.entry("listen-metrics-urls", "http://0.0.0.0:4"),
                Map.entry("advertise-client-urls", "https://a.example:3"),
                Map.entry("cert-file", "c.pem"),
                Map.entry("key-file", "k.pem"),
                Map.entry("trusted-ca-file", "ca.pem"),
                Map.entry("peer-trusted-ca-file", "peer-ca.pem"),
                Map.entry("client-cert-auth", "true"),
                Map.entry("cipher-suites", "A, B"),
                Map.entry("tls-min-version", "TLS1.3"),
                Map.entry("max-request-bytes", "2MiB"),
                Map.entry("max-txn-ops", "4"),
                Map.entry("max-connections", "21"),
                Map.entry("max-concurrent-streams", "5"),
                Map.entry("grpc-keepalive-min-time", "6s"),
                Map.entry("grpc-keepalive-interval", "7s"),
                Map.entry("grpc-keepalive-timeout", "8s"),
                Map.entry("watch-progress-notify-interval", "9s"),
                Map.entry("quota-backend-bytes", "10"),
                Map.entry("request-timeout", "11s"),
                Map.entry("value-cache-bytes", "12KiB"),
                Map.entry("in-flight-bytes", "22MiB"),
                Map.entry("write-queue-ops", "13"),
                Map.entry("write-queue-bytes", "14MiB"),
                Map.entry("max-batch-ops", "15"),
                Map.entry("max-batch-bytes", "16MiB"),
                Map.entry("forward-writes", "never"),
                Map.entry("purge-delay", "17s"),
                Map.entry("corrupt-check-time", "18m"),
                Map.entry("auto-compaction-mode", "revision"),
                Map.entry("auto-compaction-retention", "19"),
                Map.entry("log-level", "debug"),
                Map.entry("log-format", "json"),
                Map.entry("warning-unary-request-duration", "20s")));

        assertThat(config)
                .isEqualTo(new ServerConfig(
                        new DatastoreConfig(
                                DatastoreUrl.parse("postgres://u@db/k"),
                                Optional.of(Path.of("/run/password")),
                                "s1",
                                DdlPolicy.NEVER),
                        new MemberConfig("n1", List.of(new ClientUrl("https", "a.example", 3))),
                        new ListenerConfig(
                                List.of(
                                        new ClientUrl("http", "0.0.0.0", 1),
                                        new ClientUrl("http", "::1", 2),
                                        new SocketUrl(Path.of("/run/keel.sock"))),
                                PosixFilePermissions.fromString("rw----r--"),
                                List.of(new ClientUrl("http", "0.0.0.0", 4)),
                                21,
                                5,
                                Duration.ofSeconds(6),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8)),
                        new TlsConfig(
                                Optional.of(Path.of("c.pem")),
                                Optional.of(Path.of("k.pem")),
                                Optional.of(Path.of("ca.pem")),
                                Optional.of(Path.of("peer-ca.pem")),
                                true,
                                List.of("A", "B"),
                                TlsVersion.TLS1_3),
                        new LimitsConfig(2 << 20, 4, 10, Duration.ofSeconds(11), 22 << 20),
                        new WatchConfig(Duration.ofSeconds(9)),
                        new CacheConfig(12 << 10),
                        new WriteConfig(13, 14 << 20, 15, 16 << 20, ForwardPolicy.NEVER),
                        new MaintenanceConfig(
                                Duration.ofSeconds(17), Duration.ofMinutes(18), new AutoCompaction.Revisions(19)),
                        new LogConfig(Level.DEBUG, LogFormat.JSON, Duration.ofSeconds(20))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "datastore                      | oracle://h/d      | its scheme is unknown; allowed is sqlite:///",
                "datastore-password-file        | p                 | allowed is a file, with a --datastore that has a user",
                "store                          | a b               | allowed is 1 to 63 of",
                "datastore-ddl                  | maybe             | allowed is auto or never",
                "name                           | ''                | allowed is 1 to 255 characters",
                "listen-client-urls             | https://h:1       | https:// only together with --cert-file",
                "listen-metrics-urls            | https://h:1       | allowed is one or more http://host:port",
                "client-cert-auth               | yes               | allowed is true or false",
                "client-cert-auth               | true              | true needs --cert-file",
                "tls-min-version                | TLS1.1            | allowed is TLS1.2 or TLS1.3",
                "auto-compaction-retention      | soon              | it is not a duration; allowed is a duration such as",
                "auto-compaction-mode           | never             | allowed is periodic or revision",
                "cert-file                      | c.pem             | with --cert-file and --key-file given together",
                "listen-client-urls             | http://h:1,http://h:1 | allowed is one or more different",
                "listen-client-urls             | http://h:1,       | allowed is one or more different",
                "listen-client-urls             | unix://           | it names no file; allowed is one or more different",
                "client-socket-mode             | rw-rw----         | it is not a mode; allowed is three octal digits",
                "client-socket-mode             | 0888              | it is not a mode; allowed is three octal digits",
                "listen-client-urls             | h:1               | allowed is one or more different",
                "advertise-client-urls          | ftp://h:1         | allowed is one or more http://host:port or",
                "max-request-bytes              | 1023              | allowed is a size from 1KiB to 1GiB",
                "max-request-bytes              | 4GiB              | allowed is a size from 1KiB to 1GiB",
                "max-request-bytes              | 1.5MiB            | it is not a size; allowed is a size",
                "in-flight-bytes                | 5MiB              | allowed is a size such as 64MiB, or a share of the heap",
                "max-connections                | -1                | allowed is a number, 0 for as many as",
                "max-txn-ops                    | 0                 | allowed is a number from 1 to 1000000",
                "max-txn-ops                    | many              | it is not a whole number; allowed is",
                "max-txn-ops                    | 4294967297        | it is too large; allowed is",
                "max-concurrent-streams         | 0                 | allowed is a number from 1 to 4294967295",
                "max-concurrent-streams         | 4294967296        | allowed is a number from 1 to 4294967295",
                "grpc-keepalive-min-time        | -1s               | it is not a duration; allowed is a duration",
                "grpc-keepalive-interval        | 2 h               | it is not a duration; allowed is a duration",
                "grpc-keepalive-timeout         | 0                 | allowed is a duration above zero",
                "watch-progress-notify-interval | 99ms              | allowed is a duration of at least 100ms",
                "quota-backend-bytes            | lots              | it is not a size; allowed is a size such as",
                "request-timeout                | 0s                | allowed is a duration above zero",
                "value-cache-bytes              | -1                | allowed is a size such as 256MiB, or a share",
                "value-cache-bytes              | 101%              | it is not between 0% and 100%; allowed is",
                "write-queue-ops                | 0                 | allowed is a number of at least 1",
                "write-queue-bytes              | 1MiB              | not below --max-request-bytes",
                "max-batch-ops                  | 0                 | allowed is a number of at least 1",
                "max-batch-bytes                | 0                 | allowed is a size such as 8MiB",
                "purge-delay                    | 0                 | allowed is a duration above zero",
                "corrupt-check-time             | -1s               | allowed is a duration such as",
                "log-level                      | loud              | allowed is error, warn, info, debug or trace",
                "log-format                     | xml               | allowed is text or json"
            })
    void refusesWhatIsNotAllowed(String name, String value, String complaint) {
        assertThatThrownBy(() -> withFlags(Map.of(name, value)))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("--" + name + ": \"" + value + "\" is not allowed")
                .hasMessageContaining(complaint);
    }

    @Test
    void noSettingTakesJustAnyText() {
        for (var setting : Settings.ALL) {
            assertThatThrownBy(() -> withFlags(Map.of(setting.name(), " \n")))
                    .as(setting.name())
                    .isInstanceOf(BadSettingException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2L << 30})
    void zeroQuotaIsTwoGibibytes(long quota) {
        assertThat(new LimitsConfig(2 << 20, 1, quota, Duration.ofSeconds(1), 1L << 30).effectiveQuotaBytes())
                .isEqualTo(2L << 30);
    }

    @Test
    void negativeQuotaIsNone() {
        assertThat(withFlags(Map.of("quota-backend-bytes", "-1")).limits().effectiveQuotaBytes())
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFlagWinsOverAVariableAndThatOverTheFileAndThatOverTheDefault() {
        var file = new ConfigFile(Path.of("f.yaml"), Map.of("name", "file", "store", "file", "log-level", "warn"));
        var environment = Map.of("EVENKEEL_NAME", "variable", "EVENKEEL_STORE", "variable");

        var config = ServerConfig.from(new SettingValues(Map.of("name", "flag"), environment, file));

        assertThat(config.member().name()).isEqualTo("flag");
        assertThat(config.datastore().store()).isEqualTo("variable");
        assertThat(config.log().level()).isEqualTo(Level.WARN);
        assertThat(config.log().format()).isEqualTo(LogFormat.TEXT);
    }

    @Test
    void anEmptyVariableIsNotSet() {
        var config = ServerConfig.from(new SettingValues(Map.of(), Map.of("EVENKEEL_NAME", ""), ConfigFile.NONE));

        assertThat(config.member().name()).isEqualTo("default");
    }

    @Test
    void aRefusalNamesThePlaceTheValueWasGivenIn() {
        var file = new ConfigFile(Path.of("f.yaml"), Map.of("log-level", "loud"));

        assertThatThrownBy(() -> ServerConfig.from(new SettingValues(Map.of(), Map.of(), file)))
                .hasMessageStartingWith("log-level in f.yaml: \"loud\" is not allowed");
        var environment = Map.of("EVENKEEL_MAX_TXN_OPS", "0");
        assertThatThrownBy(() -> ServerConfig.from(new SettingValues(Map.of(), environment, ConfigFile.NONE)))
                .hasMessageStartingWith("EVENKEEL_MAX_TXN_OPS: \"0\" is not allowed");
    }

    @Test
    void aRefusalShowsADurationAsItWasGiven() {
        assertThatThrownBy(() -> withFlags(Map.of("request-timeout", "0h0m")))
                .hasMessageStartingWith("--request-timeout: \"0h0m\" is not allowed");
    }

    @Test
    void neitherConfigurationNorRefusalShowsAPassword() {
        var config = withFlags(Map.of("datastore", "postgres://u:hunter2@h/d"));

        assertThat(config.toString()).doesNotContain("hunter2").contains("***");
        assertThatThrownBy(() -> withFlags(Map.of("datastore", "postgres://u:hunter2@h:0/d")))
                .hasMessageStartingWith("--datastore: \"postgres://u:***@h:0/d\" is not allowed: its port");
    }

    private static ServerConfig withFlags(Map<String, String> flags) {
        return ServerConfig.from(new SettingValues(flags, Map.of(), ConfigFile.NONE));
    }

    @ParameterizedTest
    @CsvSource({"periodic, 5m, PT5M", "periodic, 24, PT24H", "periodic, 1h30m, PT1H30M"})
    void aPeriodOfHistoryIsADurationOrANumberOfHours(String mode, String retention, Duration expected) {
        ServerConfig config = withFlags(Map.of("auto-compaction-mode", mode, "auto-compaction-retention", retention));

        assertThat(config.maintenance().autoCompaction()).isEqualTo(new AutoCompaction.Periodic(expected));
    }
}
