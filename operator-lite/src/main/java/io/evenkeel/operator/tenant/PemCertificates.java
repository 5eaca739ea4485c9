package io.evenkeel.operator.tenant;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;

/** Certificates in PEM, any number of them but none. */
public final class PemCertificates {

    private PemCertificates() {}

    /** Each once. */
    static List<Certificate> of(String text) throws CertificateException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        List<Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .<Certificate>map(certificate -> certificate)
                .distinct()
                .toList();
        if (found.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return found;
    }

    /** Whether a text is that. */
    public static boolean areIn(String text) {
        try {
            return !of(text).isEmpty();
        } catch (CertificateException no) {
            return false;
        }
    }
}
