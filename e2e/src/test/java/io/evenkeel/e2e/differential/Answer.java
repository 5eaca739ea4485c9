package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.grpc.Status;
import java.util.List;
import java.util.stream.Collectors;

/** All that a server said to one call. */
record Answer(List<Message> messages, Status.Code code, String description) {

    Answer {
        messages = List.copyOf(messages);
    }

    boolean isOk() {
        return code == Status.Code.OK;
    }

    /** The one message of a successful unary call. */
    Message message() {
        if (messages.size() != 1) {
            throw new Difference("expected one message: " + this);
        }
        return messages.getFirst();
    }

    Answer withMessage(Message message) {
        return new Answer(List.of(message), code, description);
    }

    @Override
    public String toString() {
        String status = isOk() ? "" : code + " \"" + description + "\" ";
        return status + messages.stream().map(Text::of).collect(Collectors.joining(", "));
    }
}
