package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;

/** Messages as one short line. */
final class Text {

    private static final int LIMIT = 600;

    private Text() {}

    static String of(Message message) {
        String text = TextFormat.printer().emittingSingleLine(true).printToString(message);
        String type = message.getDescriptorForType().getName();
        return type + "{" + shortened(text.strip()) + "}";
    }

    static String shortened(String text) {
        if (text.length() <= LIMIT) {
            return text;
        }
        return text.substring(0, LIMIT / 2) + " …" + (text.length() - LIMIT) + " more… "
                + text.substring(text.length() - LIMIT / 2);
    }
}
