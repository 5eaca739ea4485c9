package io.evenkeel.sql;

import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Teaches MySQL's driver to trust the authorities in a file of PEM, which it does not know: it asks Java for a key store of a kind
 * that this provider adds. The driver reads it whenever it connects, so that authorities can be renewed while servers run.
 */
final class PemAuthorities extends Provider {

    /** The parameter that names the file, in MySQL's own word for it. */
    static final String PARAMETER = "ssl-ca";

    private static final String NAME = "evenkeel-pem";
    private static final String KIND = "PEM";

    private PemAuthorities() {
        super(NAME, "1", "certificates of authorities in PEM");
        putService(new Service(this, "KeyStore", KIND, PemKeyStore.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object none) {
                return new PemKeyStore();
            }
        });
    }

    /** Puts what the driver understands in the place of the parameter, if that is there. */
    static void translate(Properties parameters) {
        Object file = parameters.remove(PARAMETER);
        if (file != null) {
            // Once and for all: another of the same name is not added.
            Security.addProvider(new PemAuthorities());
            parameters.setProperty(
                    "trustCertificateKeyStoreUrl",
                    Path.of(file.toString()).toUri().toString());
            parameters.setProperty("trustCertificateKeyStoreType", KIND);
            parameters.setProperty("keyStoreProvider", NAME);
        }
    }
}
