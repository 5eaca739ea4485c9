package io.evenkeel.assembly.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {

    @TempDir
    Path folder;

    @Test
    void readsAnRsaKeyInTheOlderForm() throws GeneralSecurityException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Path file = write(pair.getPrivate());

        assertThat(Files.readString(file)).startsWith("-----BEGIN RSA PRIVATE KEY-----");
        assertThat(PemFiles.key(file)).isEqualTo(pair.getPrivate());
    }

    /** As openssl writes it: with the curve in the key. */
    @Test
    void readsAnEcKeyInTheOlderForm() throws GeneralSecurityException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
        var key = (java.security.interfaces.ECPrivateKey) pair.getPrivate();
        var curve = PrivateKeyInfo.getInstance(key.getEncoded())
                .getPrivateKeyAlgorithm()
                .getParameters();
        int bits = key.getParams().getOrder().bitLength();
        Path file = write(new PemObject("EC PRIVATE KEY", new ECPrivateKey(bits, key.getS(), curve).getEncoded()));

        var read = (java.security.interfaces.ECPrivateKey) PemFiles.key(file);
        assertThat(read.getS()).isEqualTo(key.getS());
        assertThat(read.getParams().getCurve()).isEqualTo(key.getParams().getCurve());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC"})
    void readsKeysInTheNewerForm(String algorithm) throws GeneralSecurityException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        Path file = write(new JcaPKCS8Generator(pair.getPrivate(), null));

        assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----");
        assertThat(PemFiles.key(file)).isEqualTo(pair.getPrivate());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> PemFiles.key(empty))
                .hasMessage(empty + " holds no private key, or one that is encrypted");
        assertThatThrownBy(() -> PemFiles.certificates(empty)).hasMessage(empty + " holds no certificate");
        assertThatThrownBy(() -> PemFiles.key(missing)).hasMessage(missing + " does not exist");
        assertThatThrownBy(() -> PemFiles.certificates(Files.writeString(folder.resolve("text.pem"), "text")))
                .isInstanceOf(BadCertificateException.class)
                .hasMessageContaining("text.pem is no file of certificates");
    }

    private Path write(Object key) throws IOException {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(key);
        }
        return Files.writeString(folder.resolve("key.pem"), text.toString());
    }
}
