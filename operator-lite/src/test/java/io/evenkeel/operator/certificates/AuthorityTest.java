package io.evenkeel.operator.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AuthorityTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Holder HOLDER = new Holder("evenkeel", List.of("group"), List.of("*.peers.a.svc"), YEAR);

    private final KeyMaterial own = Authority.create("kubernetes-ca", NOW);

    @Test
    void signsForServersAndClients() throws Exception {
        Authority authority = Authority.of(own);
        X509Certificate certificate =
                Pem.certificate(authority.issue(HOLDER, NOW).certificate());

        certificate.verify(Pem.certificate(own.certificate()).getPublicKey());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> name.getLast().toString())
                .containsExactly("*.peers.a.svc");
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=evenkeel,O=group");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    void knowsWhatItSigned() throws Exception {
        Authority authority = Authority.of(own);
        KeyMaterial good = authority.issue(HOLDER, NOW);

        assertThat(authority.isGood(good, HOLDER, NOW)).isTrue();
        assertThat(authority.isGood(
                        good,
                        HOLDER,
                        NOW.plus(YEAR.dividedBy(3).multipliedBy(2)).minusSeconds(60)))
                .isTrue();
        assertThat(authority.isGood(
                        good,
                        HOLDER,
                        NOW.plus(YEAR.dividedBy(3).multipliedBy(2)).plusSeconds(60)))
                .as("a third of its life is left")
                .isFalse();
        assertThat(authority.isGood(good, new Holder("evenkeel", List.of("group"), List.of("*.other"), YEAR), NOW))
                .isFalse();
        assertThat(authority.isGood(good, new Holder("evenkeel", List.of(), HOLDER.dnsNames(), YEAR), NOW))
                .isFalse();
        assertThat(Authority.of(Authority.create("kubernetes-ca", NOW)).isGood(good, HOLDER, NOW))
                .as("another authority of the same name")
                .isFalse();
        assertThat(authority.isGood(new KeyMaterial("", ""), HOLDER, NOW)).isFalse();
    }

    @Test
    void writesKeysAsK0sDoes() {
        assertThat(own.key()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(own.certificate()).startsWith("-----BEGIN CERTIFICATE-----");
        KeyMaterial pair = Authority.createKeyPair();
        assertThat(pair.certificate()).startsWith("-----BEGIN PUBLIC KEY-----");
        assertThat(pair.key()).startsWith("-----BEGIN RSA PRIVATE KEY-----");
    }

    @Test
    void refusesWhatIsNone() {
        assertThatThrownBy(() -> Authority.of(new KeyMaterial("", own.key()))).isInstanceOf(BadPemException.class);
        assertThatThrownBy(() -> Authority.of(new KeyMaterial(own.key(), own.key())))
                .hasMessage("no certificate");
        assertThatThrownBy(() -> Authority.of(new KeyMaterial(own.certificate(), own.certificate())))
                .hasMessage("no private key");
    }

    @Test
    void printsNoKey() {
        assertThat(own.toString()).doesNotContain("KEY--");
    }
}
