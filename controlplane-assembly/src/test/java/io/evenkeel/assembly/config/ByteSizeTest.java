package io.evenkeel.assembly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1572864, 1572864", "-1, -1", "3KiB, 3072", "64MiB, 67108864", "2GiB, 2147483648", "25%, 250"})
    void readsBytesAndBinaryUnits(String text, long bytes) {
        assertThat(ByteSize.parseShareOf(1000, text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "KiB", "1K", "1KB", "1 KiB", "1.5GiB", "1kib", "99999999999999999GiB", "1e3", "%", "1.5%"})
    void refusesOthers(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parseShareOf(1000, text));
    }
}
