package io.evenkeel.e2e.history;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.ResponseHeader;

/**
 * One call and what came of it. A client has one call under way at a time.
 *
 * @param client who made it
 * @param server where it was made
 * @param request what was asked, in etcd's own message
 * @param invokedNanos a moment before it was sent
 * @param endedNanos a moment after the end was known
 */
public record Operation(String client, int server, Message request, long invokedNanos, long endedNanos, Ending ending) {

    /** What a client knows in the end. */
    public sealed interface Ending {

        /** It was done, with this answer. */
        record Answered(Message response) implements Ending {}

        /** It was not done and never will be. */
        record Refused(String reason) implements Ending {}

        /** It may have been done, or may yet be. */
        record Open(String reason) implements Ending {}
    }

    /** Whether it was meant to change nothing, so that a client may ask again whatever happened. */
    public boolean isRead() {
        return request instanceof RangeRequest || request instanceof HashKVRequest;
    }

    boolean isAnswered() {
        return ending instanceof Ending.Answered;
    }

    boolean isRefused(String text) {
        return ending instanceof Ending.Refused(String reason) && reason.contains(text);
    }

    Message response() {
        if (ending instanceof Ending.Answered(Message response)) {
            return response;
        }
        throw new IllegalStateException("no response to " + this);
    }

    /** The header of its response; the default one, of revision 0, where there is none. */
    ResponseHeader header() {
        if (ending instanceof Ending.Answered(Message response)) {
            var field = response.getDescriptorForType().findFieldByName("header");
            if (field != null && response.getField(field) instanceof ResponseHeader header) {
                return header;
            }
        }
        return ResponseHeader.getDefaultInstance();
    }

    long revision() {
        return header().getRevision();
    }

    @Override
    public String toString() {
        return client + " at server " + server + ": " + Texts.of(request) + " -> "
                + switch (ending) {
                    case Ending.Answered(Message response) -> Texts.of(response);
                    case Ending.Refused(String reason) -> "refused: " + reason;
                    case Ending.Open(String reason) -> "open: " + reason;
                };
    }
}
