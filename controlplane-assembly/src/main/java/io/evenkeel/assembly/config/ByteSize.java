package io.evenkeel.assembly.config;

import java.util.regex.Pattern;

/** Sizes in bytes: {@code 1572864}, {@code 512KiB}, {@code 64MiB}, {@code 2GiB}. */
final class ByteSize {

    private static final Pattern SIZE = Pattern.compile("(-?[0-9]{1,18})(|KiB|MiB|GiB)");

    private ByteSize() {}

    static long parse(String text) {
        var size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("it is not a size");
        }
        try {
            return Math.multiplyExact(Long.parseLong(size.group(1)), bytesIn(size.group(2)));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("it is too large", e);
        }
    }

    /** Reads a size, or a share of {@code wholeBytes} such as {@code 25%}. */
    static long parseShareOf(long wholeBytes, String text) {
        if (!text.endsWith("%")) {
            return parse(text);
        }
        long percent = WholeNumber.parse(text.substring(0, text.length() - 1));
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("it is not between 0% and 100%");
        }
        return wholeBytes / 100 * percent;
    }

    private static long bytesIn(String unit) {
        return switch (unit) {
            case "" -> 1L;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> throw new AssertionError(unit);
        };
    }
}
