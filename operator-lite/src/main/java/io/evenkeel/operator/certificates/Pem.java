package io.evenkeel.operator.certificates;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Keys and certificates as text. */
final class Pem {

    private Pem() {}

    /** Of a certificate, or of an RSA key as PKCS#1, which is what k0s makes and reads itself, or of a public key. */
    static String write(Object keyOrCertificate) {
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(keyOrCertificate);
        } catch (IOException e) {
            throw new UncheckedIOException("a string that cannot be written to", e);
        }
        return text.toString();
    }

    /** The first certificate in a text. */
    static X509Certificate certificate(String text) throws BadPemException {
        if (!(first(text) instanceof X509CertificateHolder holder)) {
            throw new BadPemException("no certificate");
        }
        try {
            return new JcaX509CertificateConverter().getCertificate(holder);
        } catch (CertificateException e) {
            throw new BadPemException("no readable certificate", e);
        }
    }

    /** The private key in a text, as PKCS#1, PKCS#8 or SEC 1. */
    static PrivateKey privateKey(String text) throws BadPemException {
        return switch (first(text)) {
            case PEMKeyPair pair -> keyPair(pair).getPrivate();
            case PrivateKeyInfo key -> privateKey(key);
            default -> throw new BadPemException("no private key");
        };
    }

    private static KeyPair keyPair(PEMKeyPair pair) throws BadPemException {
        try {
            return new JcaPEMKeyConverter().getKeyPair(pair);
        } catch (IOException e) {
            throw new BadPemException("no readable private key", e);
        }
    }

    private static PrivateKey privateKey(PrivateKeyInfo key) throws BadPemException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(key);
        } catch (IOException e) {
            throw new BadPemException("no readable private key", e);
        }
    }

    private static Object first(String text) throws BadPemException {
        try (var parser = new PEMParser(new StringReader(text))) {
            Object found = parser.readObject();
            if (found == null) {
                throw new BadPemException("nothing in PEM format");
            }
            return found;
        } catch (IOException e) {
            throw new BadPemException("nothing readable in PEM format", e);
        }
    }
}
