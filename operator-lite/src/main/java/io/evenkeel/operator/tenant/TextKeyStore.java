package io.evenkeel.operator.tenant;

import java.io.IOException;
import java.io.InputStream;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import org.bouncycastle.jcajce.provider.keystore.bc.BcKeyStoreSpi;
import org.jspecify.annotations.Nullable;

/** Bouncy Castle's key store, with certificates that are trusted read from where a password is expected and not from a file. */
@SuppressWarnings("unchecked") // its enumeration of names is older than generics
final class TextKeyStore extends BcKeyStoreSpi.Std {

    @Override
    public void engineLoad(@Nullable InputStream nothing, char @Nullable [] pem) throws IOException {
        if (pem == null) {
            return;
        }
        try {
            int number = 0;
            for (Certificate certificate : PemCertificates.of(String.valueOf(pem))) {
                engineSetCertificateEntry("authority-" + number++, certificate);
            }
        } catch (CertificateException | KeyStoreException e) {
            throw new IOException(e);
        }
    }
}
