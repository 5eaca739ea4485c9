package io.evenkeel.assembly.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads certificates and keys in all the PEM forms that etcd takes: PKCS #8, and the older ones of RSA and EC keys. */
final class PemFiles {

    private static final byte[] PROBE = {1, 2, 3};

    private PemFiles() {}

    /** @throws BadCertificateException naming the file and what is wrong with it */
    static X509Certificate[] certificates(Path file) {
        try {
            X509Certificate[] certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(read(file)))
                    .toArray(X509Certificate[]::new);
            if (certificates.length == 0) {
                throw new BadCertificateException(file + " holds no certificate");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new BadCertificateException(file + " is no file of certificates: " + e.getMessage(), e);
        }
    }

    /** @throws BadCertificateException naming the file and what is wrong with it */
    static PrivateKey key(Path file) {
        try (var parser = new PEMParser(new StringReader(new String(read(file), StandardCharsets.US_ASCII)))) {
            var converter = new JcaPEMKeyConverter();
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                // an EC key may come after its parameters
                if (found instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (found instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
            }
            throw new BadCertificateException(file + " holds no private key, or one that is encrypted");
        } catch (IOException | IllegalArgumentException e) {
            throw new BadCertificateException(file + " is no file of a private key: " + e.getMessage(), e);
        }
    }

    /** Whether this is the key of the certificate: while two files are being replaced it may not be. */
    static boolean belongTogether(X509Certificate certificate, PrivateKey key) throws GeneralSecurityException {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        Signature signature = Signature.getInstance(
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> key.getAlgorithm();
                });
        signature.initSign(key);
        signature.update(PROBE);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(PROBE);
        return signature.verify(signed);
    }

    static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new BadCertificateException(file + " does not exist", e);
        } catch (IOException e) {
            throw new BadCertificateException(file + " cannot be read: " + e, e);
        }
    }
}
