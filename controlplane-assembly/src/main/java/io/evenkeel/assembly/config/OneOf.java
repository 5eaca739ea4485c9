package io.evenkeel.assembly.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;

/** Words for the constants of an enum, in lower case. */
final class OneOf {

    private OneOf() {}

    static <E extends Enum<E>> Function<String, E> parser(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it is none of them"));
    }
}
