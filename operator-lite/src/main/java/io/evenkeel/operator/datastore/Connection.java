package io.evenkeel.operator.datastore;

import io.evenkeel.operator.api.DataStoreSpec;
import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.SecretKeyRef;
import io.evenkeel.operator.api.DataStoreSpec.Tls;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.tenant.AdminAccess;
import io.evenkeel.operator.tenant.DatabaseServer;
import io.evenkeel.operator.tenant.MySqlAuthorities;
import io.evenkeel.operator.tenant.Tenant;
import io.evenkeel.operator.tenant.TrustedAuthorities;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a server reaches its database: all but the password, which is in a Secret that it mounts.
 *
 * @param secret the Secret's name
 * @param passwordKey where in it the password is
 * @param authority certificates of the authorities that are trusted; null where none are given, which on MySQL means those that Java
 *     trusts
 */
public record Connection(
        Driver driver,
        String host,
        int port,
        String database,
        String user,
        TlsMode tls,
        @Nullable SecretKeyRef authority,
        String secret,
        String passwordKey) {

    static Connection of(DataStoreSpec spec, ConnectionSecret secret) {
        Optional<Tls> tls = Optional.ofNullable(spec.tls());
        return new Connection(
                spec.driver(),
                secret.host(),
                secret.port(),
                secret.database(),
                secret.user(),
                tls.map(Tls::mode).orElse(TlsMode.Require),
                tls.map(Tls::caSecretRef).orElse(null),
                spec.connectionSecretRef().name(),
                secret.passwordKey());
    }

    /** A control plane's own, on the same server. */
    public Connection to(Tenant tenant, String secretOfTenant, String passwordKeyOfTenant) {
        return new Connection(
                driver,
                host,
                port,
                tenant.database(),
                tenant.login(),
                tls,
                authority,
                secretOfTenant,
                passwordKeyOfTenant);
    }

    /**
     * The server that whoever has this password administers.
     *
     * @param authorities the certificates of those that are trusted; empty where none are given
     */
    DatabaseServer asAdmin(String password, String authorities) {
        Map<String, String> secured = switch (driver) {
            case PostgreSQL ->
                switch (tls) {
                    case Disable -> Map.of("sslmode", "disable");
                    case Require -> Map.of("sslmode", "require");
                    case VerifyFull -> TrustedAuthorities.parameters(authorities);
                };
            case MySQL ->
                switch (tls) {
                    case Disable -> Map.of("sslMode", "DISABLED");
                    case Require -> Map.of("sslMode", "REQUIRED");
                    case VerifyFull ->
                        authority == null
                                ? Map.of("sslMode", "VERIFY_IDENTITY")
                                : MySqlAuthorities.parameters(authorities);
                };
        };
        var access = new AdminAccess(host, port, database, user, password, secured);
        return switch (driver) {
            case PostgreSQL -> DatabaseServer.postgres(access);
            case MySQL -> DatabaseServer.mySql(access);
        };
    }

    /** Where the server is, for comparing and for people. */
    public String server() {
        return bracketed() + ":" + port;
    }

    /**
     * The server's {@code --datastore}, without a password.
     *
     * @param authorityFile where the authorities' certificates are mounted, if any are given
     */
    public String url(String authorityFile) {
        return switch (driver) {
            case PostgreSQL ->
                "postgres://" + address() + "?sslmode="
                        + switch (tls) {
                            case Disable -> "disable";
                            case Require -> "require";
                            case VerifyFull -> "verify-full&sslrootcert=" + encoded(authorityFile);
                        };
            case MySQL ->
                "mysql://" + address() + "?sslmode="
                        + switch (tls) {
                            case Disable -> "disabled";
                            case Require -> "required";
                            case VerifyFull ->
                                "verify-identity" + (authority == null ? "" : "&ssl-ca=" + encoded(authorityFile));
                        };
        };
    }

    private String address() {
        return encoded(user) + "@" + server() + "/" + encoded(database);
    }

    private String bracketed() {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
