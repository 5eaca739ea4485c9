package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import java.util.List;

/** The chunks of a streamed range as one answer. Where they are cut is free; that only the last one sums up is not. */
final class StreamedRange {

    private StreamedRange() {}

    static RangeResponse merged(List<Message> chunks) {
        if (chunks.isEmpty()) {
            throw new Difference("a range stream without a message");
        }
        RangeResponse.Builder merged = RangeResponse.newBuilder();
        for (int i = 0; i < chunks.size(); i++) {
            RangeResponse chunk = ((RangeStreamResponse) chunks.get(i)).getRangeResponse();
            boolean last = i == chunks.size() - 1;
            if (!last && (chunk.hasHeader() || chunk.getMore() || chunk.getCount() != 0 || chunk.getKvsCount() == 0)) {
                throw new Difference("chunk " + i + " of " + chunks.size() + " is no mere piece: " + Text.of(chunk));
            }
            merged.mergeFrom(chunk);
        }
        return merged.build();
    }
}
