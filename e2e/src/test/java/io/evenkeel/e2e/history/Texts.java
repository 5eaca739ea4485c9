package io.evenkeel.e2e.history;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;

/** Messages in one readable line. */
final class Texts {

    private static final int LENGTH = 400;

    private Texts() {}

    static String of(Message message) {
        String text = TextFormat.printer().emittingSingleLine(true).printToString(message);
        return shortened(message.getDescriptorForType().getName() + "{" + text.strip() + "}");
    }

    static String shortened(String text) {
        return text.length() <= LENGTH ? text : text.substring(0, LENGTH) + "…";
    }
}
