package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantPasswordTest {

    @Test
    void hasEveryKindOfLetterThatAPolicyMayAskFor() {
        var random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            assertThat(TenantPassword.random(random).secret())
                    .hasSize(32)
                    .matches("[A-Za-z0-9._-]+")
                    .containsPattern("[A-Z]")
                    .containsPattern("[a-z]")
                    .containsPattern("[0-9]")
                    .containsPattern("[._-]");
        }
    }

    @Test
    void isNotPrinted() {
        assertThat(new TenantPassword("secret")).hasToString("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "with space", "ä"})
    void refusesWhatAFileCannotHoldOnOneLine(String secret) {
        assertThatThrownBy(() -> new TenantPassword(secret)).isInstanceOf(IllegalArgumentException.class);
    }
}
