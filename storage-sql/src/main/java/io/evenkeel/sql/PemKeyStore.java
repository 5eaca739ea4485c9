package io.evenkeel.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Key;
import java.security.KeyStoreSpi;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Certificates that were read from PEM and are trusted, as Java wants them. It has no keys, and cannot be changed or stored. */
final class PemKeyStore extends KeyStoreSpi {

    private final Map<String, Certificate> certificates = new LinkedHashMap<>();

    @Override
    public void engineLoad(@Nullable InputStream pem, char @Nullable [] password)
            throws IOException, CertificateException {
        certificates.clear();
        if (pem == null) {
            return;
        }
        for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
            certificates.put("authority-" + certificates.size(), certificate);
        }
        if (certificates.isEmpty()) {
            throw new IOException("there is no certificate in it");
        }
    }

    @Override
    public Enumeration<String> engineAliases() {
        return Collections.enumeration(certificates.keySet());
    }

    @Override
    public boolean engineContainsAlias(String alias) {
        return certificates.containsKey(alias);
    }

    @Override
    public int engineSize() {
        return certificates.size();
    }

    @Override
    public boolean engineIsCertificateEntry(String alias) {
        return certificates.containsKey(alias);
    }

    @Override
    public @Nullable Certificate engineGetCertificate(String alias) {
        return certificates.get(alias);
    }

    @Override
    public @Nullable String engineGetCertificateAlias(Certificate certificate) {
        return certificates.entrySet().stream()
                .filter(entry -> entry.getValue().equals(certificate))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
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
    public @Nullable Key engineGetKey(String alias, char @Nullable [] password) {
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
        return new UnsupportedOperationException("certificates in PEM are only read");
    }
}
