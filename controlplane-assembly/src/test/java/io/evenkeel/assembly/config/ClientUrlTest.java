package io.evenkeel.assembly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientUrlTest {

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:2379", "https://etcd.example:443", "http://[::1]:0"})
    void readsAndPrintsTheSame(String url) {
        assertThat(ClientUrl.parse(url)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.0.1:2379",
                "http://127.0.0.1",
                "http://:2379",
                "unix:///run/etcd.sock",
                "http://h:99999",
                "http://h:1/path",
                "http://h:1?q=1",
                "http://h:1#f",
                "http://u@h:1",
                "http://h h:1"
            })
    void refusesOthers(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClientUrl.parse(url));
    }
}
