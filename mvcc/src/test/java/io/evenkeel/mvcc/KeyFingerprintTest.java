package io.evenkeel.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Servers of different builds have to agree on it. */
final class KeyFingerprintTest {

    @Test
    void isTheFnv1aHash() {
        assertThat(Key.of("").fingerprint()).isEqualTo(0xcbf29ce484222325L);
        assertThat(Key.of("a").fingerprint()).isEqualTo(0xaf63dc4c8601ec8cL);
        assertThat(Key.of("foobar").fingerprint()).isEqualTo(0x85944171f73967e8L);
    }

    @Test
    void takesBytesForUnsigned() {
        assertThat(Key.wrap(new byte[] {(byte) 0xff}).fingerprint()).isEqualTo(0xaf64724c8602eb6eL);
    }
}
