package io.evenkeel.assembly.config;

import java.util.List;

/** The oldest version of TLS that is spoken. */
public enum TlsVersion {
    TLS1_2,
    TLS1_3;

    static final String ALLOWED = "TLS1.2 or TLS1.3";

    /** This version and newer ones, as Java calls them. */
    public List<String> protocols() {
        return switch (this) {
            case TLS1_2 -> List.of("TLSv1.3", "TLSv1.2");
            case TLS1_3 -> List.of("TLSv1.3");
        };
    }

    static TlsVersion parse(String text) {
        return switch (text) {
            case "TLS1.2" -> TLS1_2;
            case "TLS1.3" -> TLS1_3;
            default -> throw new IllegalArgumentException("it is neither of them");
        };
    }
}
