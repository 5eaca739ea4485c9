package io.evenkeel.operator.tenant;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.postgresql.ssl.WrappedFactory;

/**
 * Sockets to servers that certain authorities vouch for, given to PostgreSQL's driver as text: its own parameter for them is a
 * file, and the operator has none to write. The driver makes one for each connection, and checks the host name itself.
 */
public final class TrustedAuthorities extends WrappedFactory {

    /**
     * For the driver.
     *
     * @param certificates in PEM, any number of them
     */
    public TrustedAuthorities(String certificates) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        for (Certificate certificate : PemCertificates.of(certificates)) {
            trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        factory = context.getSocketFactory();
    }

    /** What makes the driver trust these authorities, and nobody else, for hosts of the name it connects to. */
    public static Map<String, String> parameters(String certificates) {
        return Map.of(
                "sslmode",
                "verify-full",
                "sslfactory",
                TrustedAuthorities.class.getName(),
                "sslfactoryarg",
                certificates);
    }
}
