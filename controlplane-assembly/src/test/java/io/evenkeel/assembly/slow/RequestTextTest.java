package io.evenkeel.assembly.slow;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import org.junit.jupiter.api.Test;

class RequestTextTest {

    private static final PutRequest PUT = PutRequest.newBuilder()
            .setKey(bytes("/k"))
            .setValue(bytes("secret"))
            .build();

    @Test
    void namesKeysAndNoValues() {
        assertThat(RequestText.of(PUT)).isEqualTo("/k");
        assertThat(RequestText.of(RangeRequest.newBuilder()
                        .setKey(bytes("a"))
                        .setRangeEnd(bytes("b"))
                        .build()))
                .isEqualTo("a to b");
    }

    @Test
    void namesATransactionAfterWhatItComparesFirst() {
        TxnRequest txn = TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder().setKey(bytes("/c")))
                .addSuccess(RequestOp.newBuilder().setRequestPut(PUT))
                .build();

        assertThat(RequestText.of(txn)).isEqualTo("/c, 1 compares, 1 operations");
        assertThat(RequestText.of(txn.toBuilder().clearCompare().build())).isEqualTo("/k, 0 compares, 1 operations");
        assertThat(RequestText.of(TxnRequest.getDefaultInstance())).isEqualTo("nothing, 0 compares, 0 operations");
    }

    @Test
    void staysOnOneShortLine() {
        String text = RequestText.of(PutRequest.newBuilder()
                .setKey(bytes("a\nb\u0000" + "x".repeat(1000)))
                .build());

        assertThat(text).startsWith("a?b?xx").endsWith("…").hasSize(121);
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
