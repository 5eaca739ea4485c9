package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.tenant.TenantPassword;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DatabaseSecretTest {

    private static final Connection CONNECTION = new Connection(
            Driver.MySQL, "db", 3306, "planes", "planes", TlsMode.Require, null, "prod-database", "password");
    private static final DatabaseSecret CHANGING =
            new DatabaseSecret(new TenantPassword("old-one"), Optional.of(new TenantPassword("new-one")), "3");

    private static Secret written(DatabaseSecret secret) {
        var plane = new HostedControlPlane();
        plane.getMetadata().setName("prod");
        plane.getMetadata().setNamespace("team");
        plane.getMetadata().setUid("uid");
        return secret.toSecret(new Names(plane), CONNECTION);
    }

    @Test
    void isReadAsItWasWritten() {
        assertThat(DatabaseSecret.of(written(CHANGING))).contains(CHANGING);
        assertThat(DatabaseSecret.of(written(CHANGING.replaced()))).contains(CHANGING.replaced());
    }

    @Test
    void keepsTheNextPasswordFromServersUntilItIsTheirs() {
        assertThat(written(CHANGING).getData().get(CONNECTION.passwordKey())).isEqualTo("b2xkLW9uZQ==");
        assertThat(written(CHANGING.replaced()).getData())
                .containsEntry(CONNECTION.passwordKey(), "bmV3LW9uZQ==")
                .doesNotContainKey("next-password");
    }

    @Test
    void isNoneWithoutAPassword() {
        Secret emptied =
                new SecretBuilder(written(CHANGING)).removeFromData("password").build();

        assertThat(DatabaseSecret.of(emptied)).isEmpty();
    }

    @Test
    void refusesAPasswordThatAFileCannotHold() {
        Secret spoiled = new SecretBuilder(written(CHANGING))
                .addToData("password", "dHdvCmxpbmVz")
                .build();

        assertThatThrownBy(() -> DatabaseSecret.of(spoiled))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("lines");
    }

    @Test
    void printsNoPassword() {
        assertThat(CHANGING.toString()).doesNotContain("one");
    }
}
