package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.datastore.SharedServers;
import org.junit.jupiter.api.Test;

final class StoreNameTest {

    @Test
    void isNamespaceAndName() {
        assertThat(StoreName.of("team-a", "prod")).isEqualTo("team-a.prod");
    }

    /** A control plane has no dot in its name, so that none is called {@code main.shared}. */
    @Test
    void ofSharedServersIsNoControlPlanes() {
        assertThat(StoreName.ofShared(new SharedServers("team-a", "main", true)))
                .isEqualTo("team-a.main.shared");
    }

    @Test
    void fitsWhateverTheNamesAre() {
        String longest = "n".repeat(63);

        assertThat(StoreName.of(longest, "a"))
                .hasSize(63)
                .matches("[a-zA-Z0-9._-]+")
                .isNotEqualTo(StoreName.of(longest, "b"));
    }
}
