package io.evenkeel.e2e.differential;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import java.util.List;
import java.util.Map;

/** Response headers without the identity of who answered, but with whether there was one. */
final class Headers {

    private Headers() {}

    /** The message with all its headers, nested ones included, masked. */
    static Message masked(Message message) {
        Message.Builder builder = message.toBuilder();
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            FieldDescriptor descriptor = field.getKey();
            switch (field.getValue()) {
                case ResponseHeader header -> builder.setField(descriptor, masked(header));
                case KeyValue leaf -> builder.setField(descriptor, leaf);
                case Message nested -> builder.setField(descriptor, masked(nested));
                case List<?> list -> maskElements(builder, descriptor, list);
                default -> {}
            }
        }
        return builder.build();
    }

    /** The revision in the message's own header; 0 without one. */
    static long revision(Message message) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName("header");
        return field != null && message.getField(field) instanceof ResponseHeader header ? header.getRevision() : 0;
    }

    private static void maskElements(Message.Builder builder, FieldDescriptor descriptor, List<?> list) {
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof Message element && !(element instanceof KeyValue)) {
                builder.setRepeatedField(descriptor, i, masked(element));
            }
        }
    }

    private static ResponseHeader masked(ResponseHeader header) {
        return header.toBuilder()
                .setClusterId(header.getClusterId() == 0 ? 0 : 1)
                .setMemberId(header.getMemberId() == 0 ? 0 : 1)
                .setRaftTerm(header.getRaftTerm() == 0 ? 0 : 1)
                .build();
    }
}
