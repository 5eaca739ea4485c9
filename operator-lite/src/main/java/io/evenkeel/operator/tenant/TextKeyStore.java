package io.evenkeel.operator.tenant;

import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that are trusted, read from where a password is expected and not from a file. It has no keys, and cannot be changed or
 * stored.
 */
final class TextKeyStore extends KeyStoreSpi {

    private List<Certificate> certificates = List.of();

    @Override
    public void engineLoad(@Nullable InputStream nothing, char @Nullable [] pem) throws CertificateException {
        certificates = pem == null ? List.of() : PemCertificates.of(String.valueOf(pem));
    }

    /** The place of each. */
    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(
                certificates.stream().map(this::engineGetCertificateAlias).toList());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return engineGetCertificate(alias) != null;
    }

    @Override
    public int engineSize() {
        return certificates.size();
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return engineContainsAlias(alias);
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        return certificates.stream()
                .filter(certificate -> engineGetCertificateAlias(certificate).equals(alias))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String engineGetCertificateAlias(Certificate certificate) {
        return "authority-" + certificates.indexOf(certificate);
    }

    @Override
    public @Nullable Date engineGetCreationDate(String alias) {
        return null;
    }

    @Override
    public boolean engineIsKeyEntry(String alias) {
        return false;
    }

    @Override
    public @Nullable Key engineGetKey(String alias, char[] password) {
        return null;
    }

    @Override
    public Certificate @Nullable [] engineGetCertificateChain(String alias) {
        return null;
    }

    @Override
    public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain) {
        throw readOnly();
    }

    @Override
    public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain) {
        throw readOnly();
    }

    @Override
    public void engineSetCertificateEntry(String alias, Certificate certificate) {
        throw readOnly();
    }

    @Override
    public void engineDeleteEntry(String alias) {
        throw readOnly();
    }

    @Override
    public void engineStore(OutputStream out, char[] password) {
        throw readOnly();
    }

    private static UnsupportedOperationException readOnly() {
        return new UnsupportedOperationException("certificates that are trusted are only read");
    }
}
