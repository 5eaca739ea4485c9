package io.evenkeel.operator.tenant;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;

/**
 * Teaches MySQL's driver to trust authorities that it is given as text: it asks Java for a key store of a kind that this provider
 * adds, and reads it from a file and a password. The operator has no file to write, so the certificates, which are no secret, are
 * in the password's place, and the file is empty.
 */
public final class MySqlAuthorities extends Provider {

    private static final String NAME = "evenkeel-text";
    private static final String KIND = "PEM-IN-PASSWORD";
    private static final String EMPTY_FILE = "file:/dev/null";

    private MySqlAuthorities() {
        super(NAME, "1", "certificates of authorities in a text");
        putService(new Service(this, "KeyStore", KIND, TextKeyStore.class.getName(), List.of(), Map.of()) {
            @Override
            public Object newInstance(Object none) {
                return new TextKeyStore();
            }
        });
    }

    /**
     * What makes the driver trust these authorities, and nobody else, for hosts of the name it connects to.
     *
     * @param certificates in PEM
     */
    public static Map<String, String> parameters(String certificates) {
        // Once and for all: another of the same name is not added.
        Security.addProvider(new MySqlAuthorities());
        return Map.of(
                "sslMode",
                "VERIFY_IDENTITY",
                "trustCertificateKeyStoreUrl",
                EMPTY_FILE,
                "trustCertificateKeyStoreType",
                KIND,
                "trustCertificateKeyStorePassword",
                certificates,
                "keyStoreProvider",
                NAME);
    }
}
