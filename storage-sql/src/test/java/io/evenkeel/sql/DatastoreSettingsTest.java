package io.evenkeel.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class DatastoreSettingsTest {

    private static final Map<String, String> PARAMETERS = Map.of("sslpassword", "hidden too");

    @Test
    void neverPrintsAPassword() {
        var postgres = new DatastoreSettings.Postgres(
                "db",
                5432,
                "evenkeel",
                "user",
                new LoginPassword.Known("secret"),
                PARAMETERS,
                DatastoreSettings.Options.DEFAULTS);
        var mysql = new DatastoreSettings.MySql(
                "db",
                3306,
                "evenkeel",
                "user",
                new LoginPassword.Known("secret"),
                PARAMETERS,
                DatastoreSettings.Options.DEFAULTS);

        assertThat(postgres.toString()).contains("user", "sslpassword").doesNotContain("secret", "hidden");
        assertThat(mysql.toString()).contains("user", "sslpassword").doesNotContain("secret", "hidden");
        assertThat(postgres.description()).isEqualTo("postgres://db:5432/evenkeel");
        assertThat(mysql.description()).isEqualTo("mysql://db:3306/evenkeel");
    }

    @Test
    void refusesOptionsThatCannotWork() {
        assertThatThrownBy(() -> new DatastoreSettings.Options("", 4, 2, true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DatastoreSettings.Options("default", 0, 2, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads (0)");
    }
}
