package io.evenkeel.operator.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority: it signs what others are known by. */
public final class Authority {

    /** How long an authority is valid. */
    private static final Duration LIFETIME = Duration.ofDays(3650);

    /** For clocks that are behind. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private static final int RSA_BITS = 2048;
    private static final int SERIAL_BITS = 127;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final X509Certificate certificate;
    private final PrivateKey key;

    private Authority(X509Certificate certificate, PrivateKey key) {
        this.certificate = certificate;
        this.key = key;
    }

    /** A new one. */
    public static KeyMaterial create(String commonName, Instant now) {
        KeyPair pair = newKeyPair();
        var name = new X500Name("CN=" + commonName);
        JcaX509v3CertificateBuilder builder = builder(name, name, pair.getPublic(), now, LIFETIME);
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            builder.addExtension(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature
                            | KeyUsage.keyEncipherment
                            | KeyUsage.keyCertSign
                            | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
            return material(sign(builder, pair.getPrivate()), pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("cannot make a certificate authority", e);
        }
    }

    /** A new pair without certificate. */
    public static KeyMaterial createKeyPair() {
        KeyPair pair = newKeyPair();
        return new KeyMaterial(Pem.write(pair.getPublic()), Pem.write(pair.getPrivate()));
    }

    /** @throws BadPemException when it is none */
    public static Authority of(KeyMaterial material) throws BadPemException {
        return new Authority(Pem.certificate(material.certificate()), Pem.privateKey(material.key()));
    }

    /** SHA-256 of the certificate, in hexadecimal digits. */
    public String fingerprint() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every Java has SHA-256, and a certificate is encoded", e);
        }
    }

    /** A new certificate, signed by this authority. */
    public KeyMaterial issue(Holder holder, Instant now) {
        KeyPair pair = newKeyPair();
        JcaX509v3CertificateBuilder builder = builder(
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded()),
                holder.subject(),
                pair.getPublic(),
                now,
                holder.lifetime());
        try {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(
                    Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
            builder.addExtension(
                    Extension.extendedKeyUsage,
                    false,
                    new ExtendedKeyUsage(
                            holder.dnsNames().isEmpty()
                                    ? new KeyPurposeId[] {KeyPurposeId.id_kp_clientAuth}
                                    : new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                                    }));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
            if (!holder.dnsNames().isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(holder.dnsNames().stream()
                                .map(name -> new GeneralName(GeneralName.dNSName, name))
                                .toArray(GeneralName[]::new)));
            }
            return material(sign(builder, key), pair.getPrivate());
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError("cannot make a certificate", e);
        }
    }

    /** Whether {@code material} is a certificate that this authority gave to {@code holder}, a third of its life still ahead. */
    public boolean isGood(KeyMaterial material, Holder holder, Instant now) {
        try {
            X509Certificate issued = Pem.certificate(material.certificate());
            issued.verify(certificate.getPublicKey());
            return issued.getNotAfter()
                            .toInstant()
                            .isAfter(now.plus(holder.lifetime().dividedBy(3)))
                    && holder.isNamedBy(issued);
        } catch (BadPemException | SignatureException | InvalidKeyException notOurs) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new AssertionError("cannot check a certificate", e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration lifetime) {
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(SERIAL_BITS, RANDOM),
                Date.from(now.minus(LEEWAY)),
                Date.from(now.plus(lifetime)),
                subject,
                key);
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign with " + algorithm, e);
        }
    }

    private static KeyMaterial material(X509Certificate certificate, PrivateKey key) {
        return new KeyMaterial(Pem.write(certificate), Pem.write(key));
    }

    private static KeyPair newKeyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has RSA", e);
        }
    }
}
