package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.controlplane.Images;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class OperatorSettingsTest {

    @Test
    void needsOnlyTheImageOfTheServer() {
        assertThat(OperatorSettings.of(Map.of("EVENKEEL_IMAGE", "server:1")))
                .isEqualTo(new OperatorSettings(
                        new Images("server:1", "k0sproject/k0s"),
                        Set.of(),
                        Optional.empty(),
                        "evenkeel-operator",
                        8080));
    }

    @Test
    void takesEverythingFromTheEnvironment() {
        assertThat(OperatorSettings.of(Map.of(
                        "EVENKEEL_IMAGE", "server:1",
                        "K0S_IMAGE", "mirror/k0s",
                        "WATCH_NAMESPACES", "a, b,",
                        "LEADER_ELECTION_NAMESPACE", "system",
                        "LEADER_ELECTION_LEASE", "ours",
                        "HEALTH_PORT", "81")))
                .isEqualTo(new OperatorSettings(
                        new Images("server:1", "mirror/k0s"), Set.of("a", "b"), Optional.of("system"), "ours", 81));
    }

    @Test
    void namesWhatIsMissingOrWrong() {
        assertThatThrownBy(() -> OperatorSettings.of(Map.of())).hasMessageContaining("EVENKEEL_IMAGE");
        assertThatThrownBy(() -> OperatorSettings.of(Map.of("EVENKEEL_IMAGE", "i", "HEALTH_PORT", "x")))
                .hasMessageContaining("HEALTH_PORT");
    }
}
