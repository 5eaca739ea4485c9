package io.evenkeel.assembly.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The parameters of a server's URL, in the names and values of its JDBC driver. Unknown ones are refused. */
final class DriverProperties {

    private DriverProperties() {}

    static Map<String, String> ofPostgres(String query) {
        var properties = new LinkedHashMap<String, String>();
        parse(query).forEach((name, value) -> {
            switch (name) {
                case "sslmode" ->
                    properties.put(
                            "sslmode",
                            oneOf(name, value, "disable", "allow", "prefer", "require", "verify-ca", "verify-full"));
                case "sslrootcert", "sslcert", "sslkey", "currentSchema" -> properties.put(name, value);
                case "application_name" -> properties.put("ApplicationName", value);
                default ->
                    throw unknown(name, "sslmode, sslrootcert, sslcert, sslkey, application_name and currentSchema");
            }
        });
        return properties;
    }

    /** The driver's words, those of MySQL's own programs and that of Go's driver. */
    static Map<String, String> ofMySql(String query) {
        var properties = new LinkedHashMap<String, String>();
        parse(query).forEach((name, value) -> {
            switch (name) {
                case "sslmode", "sslMode", "ssl-mode" -> putMode(properties, sslMode(name, value));
                case "tls" -> putMode(properties, sslModeOfGo(value));
                case "ssl-ca" -> properties.put(name, value);
                default -> throw unknown(name, "ssl-mode, ssl-ca and tls");
            }
        });
        if (properties.containsKey("ssl-ca")
                && !properties.getOrDefault("sslMode", "").startsWith("VERIFY_")) {
            throw new IllegalArgumentException(
                    "ssl-ca has an effect only with ssl-mode=VERIFY_IDENTITY, ssl-mode=VERIFY_CA or tls=true");
        }
        return properties;
    }

    private static void putMode(Map<String, String> properties, String mode) {
        if (properties.put("sslMode", mode) != null) {
            throw new IllegalArgumentException("it says twice whether to encrypt");
        }
    }

    private static String sslMode(String name, String value) {
        return oneOf(
                name,
                value.toUpperCase(Locale.ROOT).replace('-', '_'),
                "DISABLED",
                "PREFERRED",
                "REQUIRED",
                "VERIFY_CA",
                "VERIFY_IDENTITY");
    }

    /** What Go's driver calls {@code tls}. */
    private static String sslModeOfGo(String tls) {
        return switch (tls) {
            case "false" -> "DISABLED";
            case "preferred" -> "PREFERRED";
            case "skip-verify" -> "REQUIRED";
            case "true" -> "VERIFY_IDENTITY";
            default -> throw new IllegalArgumentException("tls is one of false, preferred, skip-verify, true");
        };
    }

    private static Map<String, String> parse(String query) {
        var parameters = new LinkedHashMap<String, String>();
        if (query.isEmpty()) {
            return parameters;
        }
        for (var parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("its parameters are not of the form name=value&name=value");
            }
            var name = PercentEncoding.decode(parameter.substring(0, equals));
            if (parameters.put(name, PercentEncoding.decode(parameter.substring(equals + 1))) != null) {
                throw new IllegalArgumentException("it gives the parameter " + name + " twice");
            }
        }
        return parameters;
    }

    private static String oneOf(String name, String value, String... allowed) {
        if (!List.of(allowed).contains(value)) {
            throw new IllegalArgumentException(name + " is one of " + String.join(", ", allowed));
        }
        return value;
    }

    private static IllegalArgumentException unknown(String name, String known) {
        return new IllegalArgumentException("it has an unknown parameter " + name + "; known are " + known);
    }
}
