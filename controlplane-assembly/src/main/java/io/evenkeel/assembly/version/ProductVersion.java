package io.evenkeel.assembly.version;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version of this program, as the build wrote it. */
public final class ProductVersion {

    private ProductVersion() {}

    /** As in {@code 1.2.3}, or with {@code -SNAPSHOT} behind it. */
    public static String current() {
        var properties = new Properties();
        try (var in = ProductVersion.class.getResourceAsStream("version.properties")) {
            properties.load(Objects.requireNonNull(in, "version.properties is missing from the build"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
