package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;

/** The fields in which two messages of one type differ. */
final class MessageDiff {

    private static final int LIMIT = 10;

    private final List<String> lines = new ArrayList<>();

    private MessageDiff() {}

    static String of(Message reference, Message tested) {
        MessageDiff diff = new MessageDiff();
        diff.compare(reference.getDescriptorForType().getName(), reference, tested);
        return String.join("\n", diff.lines.subList(0, Math.min(LIMIT, diff.lines.size())));
    }

    private void compare(String path, Message reference, Message tested) {
        for (FieldDescriptor field : reference.getDescriptorForType().getFields()) {
            String name = path + "." + field.getName();
            if (field.isRepeated()) {
                compareLists(name, (List<?>) reference.getField(field), (List<?>) tested.getField(field));
            } else if (!field.hasPresence() || (reference.hasField(field) && tested.hasField(field))) {
                compareValues(name, reference.getField(field), tested.getField(field));
            } else if (reference.hasField(field) != tested.hasField(field)) {
                lines.add(name + ": reference " + presence(reference, field) + ", tested " + presence(tested, field));
            }
        }
    }

    private void compareLists(String path, List<?> reference, List<?> tested) {
        if (reference.size() != tested.size()) {
            lines.add(path + ": reference has " + reference.size() + ", tested has " + tested.size());
        }
        for (int i = 0; i < Math.min(reference.size(), tested.size()); i++) {
            compareValues(path + "[" + i + "]", reference.get(i), tested.get(i));
        }
    }

    private void compareValues(String path, Object reference, Object tested) {
        if (reference instanceof Message left && tested instanceof Message right) {
            compare(path, left, right);
        } else if (!reference.equals(tested)) {
            lines.add(path + ": reference " + text(reference) + ", tested " + text(tested));
        }
    }

    private static String presence(Message message, FieldDescriptor field) {
        return message.hasField(field) ? text(message.getField(field)) : "has none";
    }

    private static String text(Object value) {
        return switch (value) {
            case Message message -> Text.of(message);
            case ByteString bytes -> '"' + Text.shortened(TextFormat.escapeBytes(bytes)) + '"';
            default -> value.toString();
        };
    }
}
