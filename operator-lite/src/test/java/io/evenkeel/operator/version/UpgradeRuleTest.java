package io.evenkeel.operator.version;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.version.UpgradeRule.Accepted;
import io.evenkeel.operator.version.UpgradeRule.Refused;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpgradeRuleTest {

    /** Wanted, rolled out last, run by all. */
    @ParameterizedTest
    @CsvSource({
        "v1.36.2+k0s.0, v1.36.2+k0s.0, v1.36.2+k0s.0",
        "v1.36.2+k0s.1, v1.36.2+k0s.0, v1.36.2+k0s.0",
        "v1.36.3+k0s.0, v1.36.2+k0s.0, v1.36.2+k0s.0",
        "v1.37.0+k0s.0, v1.36.2+k0s.0, v1.36.2+k0s.0",
        "v1.37.1+k0s.0, v1.37.0+k0s.0, v1.36.2+k0s.0",
    })
    void acceptsTheSameAndTheNextMinor(String wanted, String rolledOut, String running) {
        assertThat(decide(wanted, rolledOut, running)).isEqualTo(new Accepted(K0sVersion.parse(wanted)));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.36.1+k0s.0, v1.36.2+k0s.0, v1.36.2+k0s.0, Downgrade",
        "v1.36.2+k0s.0, v1.36.2+k0s.1, v1.36.2+k0s.1, Downgrade",
        "v1.36.2+k0s.0, v1.37.0+k0s.0, v1.36.2+k0s.0, Downgrade",
        "v1.38.0+k0s.0, v1.36.2+k0s.0, v1.36.2+k0s.0, SkipsMinor",
        "v1.38.0+k0s.0, v1.37.0+k0s.0, v1.36.2+k0s.0, SkipsMinor",
        "v2.0.0+k0s.0,  v1.37.0+k0s.0, v1.37.0+k0s.0, SkipsMinor",
        "v1.34.9+k0s.0, v1.36.2+k0s.0, v1.36.2+k0s.0, TooOld",
    })
    void refusesWhatGoesBackOrSkips(String wanted, String rolledOut, String running, String reason) {
        assertThat(decide(wanted, rolledOut, running)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.current()).contains(K0sVersion.parse(rolledOut));
            assertThat(refused.message()).contains(wanted);
        });
    }

    @Test
    void beginsWithAnythingNewEnough() {
        assertThat(UpgradeRule.decide(K0sVersion.parse("v1.40.0+k0s.0"), Optional.empty(), Optional.empty()))
                .isInstanceOf(Accepted.class);
        assertThat(UpgradeRule.decide(K0sVersion.parse("v1.35.0+k0s.0"), Optional.empty(), Optional.empty()))
                .isInstanceOf(Refused.class);
    }

    /** After a restore without status. */
    @Test
    void goesByWhatWasRolledOutWhereNobodyKnowsWhatRuns() {
        assertThat(UpgradeRule.decide(
                        K0sVersion.parse("v1.38.0+k0s.0"),
                        Optional.of(K0sVersion.parse("v1.36.0+k0s.0")),
                        Optional.empty()))
                .isInstanceOf(Refused.class);
    }

    /** After somebody has deleted the StatefulSet. */
    @Test
    void goesByWhatRanWhereNothingIsRolledOut() {
        assertThat(UpgradeRule.decide(
                        K0sVersion.parse("v1.36.0+k0s.0"),
                        Optional.empty(),
                        Optional.of(K0sVersion.parse("v1.37.0+k0s.0"))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void isSpeltWithoutPlusInTags() {
        K0sVersion version = K0sVersion.parse("v1.36.2+k0s.10");

        assertThat(version).hasToString("v1.36.2+k0s.10");
        assertThat(version.tag()).isEqualTo("v1.36.2-k0s.10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.36.2+k0s.0",
                "v1.36.2",
                "v1.36+k0s.0",
                "v1.36.2-k0s.0",
                "v1.36.2+k0s.0 ",
                "v1.36.9999999+k0s.0"
            })
    void refusesOtherForms(String text) {
        assertThatThrownBy(() -> K0sVersion.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static UpgradeRule.Decision decide(String wanted, String rolledOut, String running) {
        return UpgradeRule.decide(
                K0sVersion.parse(wanted),
                Optional.of(K0sVersion.parse(rolledOut)),
                Optional.of(K0sVersion.parse(running)));
    }
}
