package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnerTest {

    private static final Owner OWNER = new Owner("team", "prod.eu-1", "1b4e28ba-2fa1-11d2-883f-0016d3cca427");

    @Test
    void isReadFromItsMarker() {
        assertThat(Owner.ofMarker(OWNER.marker())).contains(OWNER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "billing",
                "evenkeel control plane team/prod",
                "evenkeel control plane team/prod/uid/more",
                "evenkeel control plane team/pr od/uid",
                "evenkeel control plane //",
            })
    void isNotReadFromAnyOtherText(String text) {
        assertThat(Owner.ofMarker(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a'b", "a b", "ä"})
    void refusesPartsThatNoControlPlaneHas(String part) {
        assertThatThrownBy(() -> new Owner("team", part, "uid"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }
}
