package io.evenkeel.assembly.config;

/** Whole numbers in decimal digits. */
final class WholeNumber {

    private WholeNumber() {}

    static long parse(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it is not a whole number", e);
        }
    }

    static int parseInt(String text) {
        long number = parse(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("it is too large");
        }
        return (int) number;
    }
}
