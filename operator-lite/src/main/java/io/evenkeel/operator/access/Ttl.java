package io.evenkeel.operator.access;

import java.time.Duration;

/** How long something is valid, as the definitions of our resources spell it. */
final class Ttl {

    private Ttl() {}

    /** @param text of minutes or hours, as {@code 90m} or {@code 24h} */
    static Duration parse(String text) {
        long count = Long.parseLong(text.substring(0, text.length() - 1));
        return text.endsWith("h") ? Duration.ofHours(count) : Duration.ofMinutes(count);
    }
}
