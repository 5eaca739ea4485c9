package io.evenkeel.operator.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Where a database is and how it is spoken to. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(value = "self.driver == oldSelf.driver", message = "driver cannot be changed")
@ValidationRule(
        value = "self.mode == oldSelf.mode",
        message = "mode cannot be changed: the control planes would be other clusters")
@ValidationRule(
        value = "(has(self.shim) ? self.shim.mode : 'Sidecar') == (has(oldSelf.shim) ? oldSelf.shim.mode : 'Sidecar')",
        message = "shim.mode cannot be changed: the control planes would be other clusters")
@ValidationRule(
        value = "self.mode != 'Managed' || !has(self.shim) || self.shim.mode != 'Shared'",
        message = "with mode Managed no control plane can read another, and with shim.mode Shared all could")
@ValidationRule(
        value = "self.mode == 'Managed' || !has(self.passwordGeneration)",
        message = "passwordGeneration is for mode Managed; the password of mode Shared is in the Secret")
@ValidationRule(
        value =
                "self.driver == 'PostgreSQL' || !has(self.tls) || !has(self.tls.caSecretRef) || self.tls.mode == 'VerifyFull'",
        message = "with MySQL, tls.caSecretRef is for tls.mode VerifyFull")
@ValidationRule(
        value =
                "self.driver == 'MySQL' || !has(self.tls) || (self.tls.mode == 'VerifyFull') == has(self.tls.caSecretRef)",
        message = "with PostgreSQL, tls.mode VerifyFull and tls.caSecretRef go together")
public record DataStoreSpec(
        @Required @JsonPropertyDescription("What kind of database it is; MariaDB is MySQL here.")
        Driver driver,

        @Default("Shared")
        @JsonPropertyDescription(
                "Shared: all control planes are in the Secret's database, with the Secret's login. Managed: each gets a"
                        + " database and a login of its own, made with the Secret's login, which may create databases and"
                        + " logins and is no superuser.")
        @Nullable
        Mode mode,

        @Required
        @JsonPropertyDescription(
                "Secret with the keys host, port, username (or user), password and dbname (or database),"
                        + " as CloudNativePG makes them. A new password needs no restart; other changes roll the control planes."
                        + " With mode Managed the database is only where the login connects to, and postgres if it is not given.")
        SecretRef connectionSecretRef,

        @Min(0)
        @JsonPropertyDescription(
                "Any other number than before gives the login of each control plane a new password, without a restart."
                        + " For mode Managed.")
        @Nullable
        Integer passwordGeneration,

        @JsonPropertyDescription(
                "How connections are secured; without it they are encrypted and nobody's certificate is checked.")
        @Nullable
        Tls tls,

        @JsonPropertyDescription("The etcd servers in front of it; without it one is beside each controller.") @Nullable
        Shim shim) {

    /** Kinds of databases. */
    public enum Driver {
        PostgreSQL,
        MySQL
    }

    /** Whose the databases are. */
    public enum Mode {
        Shared,
        Managed
    }

    /** A Secret of the same namespace. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretRef(@Required String name) {}

    /** One entry of a Secret of the same namespace. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretKeyRef(
            @Required String name, @Required String key) {}

    /** How connections are secured. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Tls(
            @Required
            @JsonPropertyDescription(
                    "Disable: plain text. Require: encrypted, no certificate checked. VerifyFull: authority and host name checked.")
            TlsMode mode,

            @JsonPropertyDescription(
                    "Certificates of the authorities that are trusted, in PEM; on MySQL, without it, those that are trusted"
                            + " publicly.")
            @Nullable
            SecretKeyRef caSecretRef) {}

    /** How much is checked. */
    public enum TlsMode {
        Disable,
        Require,
        VerifyFull
    }
}
