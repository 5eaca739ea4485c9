package io.evenkeel.assembly.config;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One setting of the server as text: its name, its default and how its text is read.
 *
 * @param name the flag without its dashes, which is also the key in the configuration file
 * @param defaultText the value when none is given, in the same form as a given one
 * @param allowed what may be given, completing the sentence "allowed is …"
 * @param description for the help text
 * @param parser reads the text; throws {@link IllegalArgumentException} when it cannot
 * @param shown the text as it may be printed
 * @param alone what the option means when it is given without a value; empty when it needs one
 */
public record Setting<T>(
        String name,
        String defaultText,
        String allowed,
        String description,
        Function<String, T> parser,
        UnaryOperator<String> shown,
        String alone) {

    static <T> Setting<T> of(
            String name, String defaultText, String allowed, String description, Function<String, T> parser) {
        return new Setting<>(name, defaultText, allowed, description, parser, UnaryOperator.identity(), "");
    }

    /** The same setting, of which only {@code shown} is ever printed. */
    Setting<T> showing(UnaryOperator<String> shown) {
        return new Setting<>(name, defaultText, allowed, description, parser, shown, alone);
    }

    /** What is off unless it is given, with or without {@code true}. */
    static Setting<Boolean> flag(String name, String allowed, String description) {
        return new Setting<>(name, "false", allowed, description, Setting::truth, UnaryOperator.identity(), "true");
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("it is neither of them");
        };
    }

    /** The environment variable that sets it. */
    public String variable() {
        return "EVENKEEL_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    T parse(String text) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw BadSettingException.unreadable(name, shown.apply(text), e, allowed);
        }
    }
}
