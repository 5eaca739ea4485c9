package io.evenkeel.operator.datastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.api.DataStoreSpec;
import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.Mode;
import io.evenkeel.operator.api.DataStoreSpec.SecretKeyRef;
import io.evenkeel.operator.api.DataStoreSpec.SecretRef;
import io.evenkeel.operator.api.DataStoreSpec.Tls;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.tenant.Owner;
import io.evenkeel.operator.tenant.Tenant;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionTest {

    private static final Map<String, String> CLOUD_NATIVE_PG = Map.of(
            "host", "planes-rw",
            "port", "5432",
            "dbname", "app",
            "username", "app",
            "password", "pass:word",
            "uri", "postgresql://app:pass@planes-rw:5432/app");
    private static final Map<String, String> SHORT =
            Map.of("host", "::1", "port", "3306\n", "database", "a/b", "user", "u@x y", "password", "p");

    @Test
    void readsWhatCloudNativePgWrites() throws Exception {
        Connection connection =
                Connection.of(spec(Driver.PostgreSQL, null), ConnectionSecret.of(secret(CLOUD_NATIVE_PG)));

        assertThat(connection.url("")).isEqualTo("postgres://app@planes-rw:5432/app?sslmode=require");
        assertThat(connection.passwordKey()).isEqualTo("password");
    }

    @Test
    void needsNoDatabaseOfWhoMakesThem() throws Exception {
        var entries = new HashMap<>(CLOUD_NATIVE_PG);
        entries.remove("dbname");

        Connection admin = Connection.of(spec(Driver.PostgreSQL, null), ConnectionSecret.ofAdmin(secret(entries)));

        assertThat(admin.database()).isEqualTo("postgres");
        assertThatThrownBy(() -> ConnectionSecret.of(secret(entries))).hasMessageContaining("lacks dbname or database");
    }

    @Test
    void leadsToATenantsDatabaseOnTheSameServer() throws Exception {
        var tenant = new Tenant(new Owner("team", "prod", "a1"), "prod's", "prod-login");

        Connection own = Connection.of(spec(Driver.PostgreSQL, null), ConnectionSecret.of(secret(CLOUD_NATIVE_PG)))
                .to(tenant, "prod-database", "password");

        assertThat(own.url("")).isEqualTo("postgres://prod-login@planes-rw:5432/prod%27s?sslmode=require");
        assertThat(own.secret()).isEqualTo("prod-database");
    }

    @Test
    void encodesWhatUrlsWouldMisread() throws Exception {
        Connection connection = Connection.of(spec(Driver.MySQL, null), ConnectionSecret.of(secret(SHORT)));

        assertThat(connection.url("")).isEqualTo("mysql://u%40x%20y@[::1]:3306/a%2Fb?sslmode=required");
    }

    @Test
    void checksCertificatesWhereThatIsWanted() throws Exception {
        var tls = new Tls(TlsMode.VerifyFull, new SecretKeyRef("authority", "ca"));
        Connection connection =
                Connection.of(spec(Driver.PostgreSQL, tls), ConnectionSecret.of(secret(CLOUD_NATIVE_PG)));

        assertThat(connection.url("/ca.crt")).endsWith("?sslmode=verify-full&sslrootcert=%2Fca.crt");
        assertThat(Connection.of(spec(Driver.MySQL, tls), ConnectionSecret.of(secret(SHORT)))
                        .url("/ca.crt"))
                .endsWith("?sslmode=verify-identity&ssl-ca=%2Fca.crt");
        assertThat(Connection.of(
                                spec(Driver.MySQL, new Tls(TlsMode.VerifyFull, null)),
                                ConnectionSecret.of(secret(SHORT)))
                        .url(""))
                .endsWith("?sslmode=verify-identity");
        assertThat(Connection.of(spec(Driver.MySQL, new Tls(TlsMode.Disable, null)), ConnectionSecret.of(secret(SHORT)))
                        .url(""))
                .endsWith("?sslmode=disabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "port", "dbname", "username", "password"})
    void namesWhatIsMissingAndNoValue(String key) {
        var entries = new HashMap<>(CLOUD_NATIVE_PG);
        entries.remove(key);

        assertThatThrownBy(() -> ConnectionSecret.of(secret(entries)))
                .isInstanceOf(IncompleteException.class)
                .hasMessageContaining("planes-app lacks " + key)
                .hasMessageNotContaining("pass:word");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "65536", "123456"})
    void refusesWhatIsNoPort(String port) {
        var entries = new HashMap<>(CLOUD_NATIVE_PG);
        entries.put("port", port);

        assertThatThrownBy(() -> ConnectionSecret.of(secret(entries))).hasMessageContaining("a port that is no number");
    }

    private static DataStoreSpec spec(Driver driver, @Nullable Tls tls) {
        return new DataStoreSpec(driver, Mode.Shared, new SecretRef("planes-app"), null, tls, null);
    }

    private static Secret secret(Map<String, String> entries) {
        var encoded = new HashMap<String, String>();
        entries.forEach((key, value) ->
                encoded.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withNewMetadata()
                .withName("planes-app")
                .endMetadata()
                .withData(encoded)
                .build();
    }
}
