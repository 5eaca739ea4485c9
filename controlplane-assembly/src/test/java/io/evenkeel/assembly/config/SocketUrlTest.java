package io.evenkeel.assembly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketUrlTest {

    @ParameterizedTest
    @CsvSource({
        "unix:///run/keel.sock, /run/keel.sock",
        "unix://keel.sock,      keel.sock",
        "unix:/run/keel.sock,   /run/keel.sock",
        "unix://localhost:2379, localhost:2379",
        "unix:///run/k0s/kine/kine.sock:2379, /run/k0s/kine/kine.sock:2379"
    })
    void readsWhatClientsOfEtcdWrite(String text, Path path) {
        assertThat(SocketUrl.parse(text)).isEqualTo(new SocketUrl(path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unix:", "unix://", "unix:///", "unix:///run/"})
    void refusesWhatNamesNoFile(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> SocketUrl.parse(text));
    }

    @Test
    void refusesWhatNoSocketCanBeNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketUrl.parse("unix:///" + "x".repeat(107)))
                .withMessageContaining("107 bytes");
        assertThat(SocketUrl.parse("unix:///" + "x".repeat(106)).path().toString())
                .hasSize(107);
    }

    @Test
    void standsBesidePorts() {
        assertThat(ListenUrl.parseAll("http://a:1, unix:///s"))
                .isEqualTo(List.of(new ClientUrl("http", "a", 1), new SocketUrl(Path.of("/s"))));
    }
}
