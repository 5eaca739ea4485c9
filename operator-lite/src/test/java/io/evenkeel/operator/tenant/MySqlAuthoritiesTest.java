package io.evenkeel.operator.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.certificates.Authority;
import java.io.InputStream;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.PKIXParameters;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MySqlAuthoritiesTest {

    private final String one = Authority.create("one", Instant.now()).certificate();
    private final String other = Authority.create("other", Instant.now()).certificate();

    @Test
    void areWhatIsTrusted() throws Exception {
        assertThat(new PKIXParameters(read(one + other + one)).getTrustAnchors())
                .extracting(anchor ->
                        anchor.getTrustedCert().getSubjectX500Principal().getName())
                .containsExactlyInAnyOrder("CN=one", "CN=other");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "no certificate", "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n"})
    void areNotInAnyText(String text) {
        assertThat(PemCertificates.areIn(text)).isFalse();
        assertThatThrownBy(() -> read(text)).hasCauseInstanceOf(CertificateException.class);
    }

    @Test
    void areInText() {
        assertThat(PemCertificates.areIn("ours:\n" + one)).isTrue();
    }

    /** As the driver does. */
    private static KeyStore read(String certificates) throws Exception {
        Map<String, String> parameters = MySqlAuthorities.parameters(certificates);
        KeyStore store = KeyStore.getInstance(
                parameters.get("trustCertificateKeyStoreType"), parameters.get("keyStoreProvider"));
        store.load(
                InputStream.nullInputStream(),
                Objects.requireNonNull(parameters.get("trustCertificateKeyStorePassword"))
                        .toCharArray());
        return store;
    }
}
