package io.evenkeel.operator.certificates;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A key and what it belongs to, as a Secret keeps them, in PEM format.
 *
 * @param certificate a certificate, or, of a bare pair, the public key
 * @param key the private key
 */
public record KeyMaterial(String certificate, String key) {

    static final String CERTIFICATE_KEY = "tls.crt";
    static final String PRIVATE_KEY = "tls.key";

    /** The entries of a Secret. */
    public Map<String, String> entries() {
        var entries = new LinkedHashMap<String, String>();
        entries.put(CERTIFICATE_KEY, certificate);
        entries.put(PRIVATE_KEY, key);
        return entries;
    }

    @Override
    public String toString() {
        return "KeyMaterial";
    }
}
