package io.evenkeel.perf.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.api.proto.mvccpb.Event;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class LagWatcherTest {

    private final LagWatcher watcher =
            new LagWatcher(new NumberedWrites(new KeySpace(3, 16, 1), List.of(), 3, 1, failure -> {
                throw new AssertionError(failure);
            }));

    @Test
    void findsNothingWrongWithEachEventOnceInTheOrderOfRevisions() {
        see(1, 11, 0, 12);
        see(2, 13);

        assertThat(watcher.hasSeenAll()).isTrue();
        assertThat(verdict().latencies().count()).isEqualTo(3);
        assertThat(verdict())
                .extracting(Lag::lost, Lag::doubled, Lag::outOfOrder)
                .containsExactly(0L, 0L, 0L);
    }

    @Test
    void findsWhatIsLost() {
        see(1, 11);

        assertThat(watcher.hasSeenAll()).isFalse();
        assertThat(verdict())
                .extracting(Lag::lost, Lag::doubled, Lag::outOfOrder)
                .containsExactly(2L, 0L, 0L);
    }

    @Test
    void findsWhatComesAgain() {
        see(0, 11, 1, 12, 2, 13);
        see(1, 12);

        assertThat(verdict())
                .extracting(Lag::lost, Lag::doubled, Lag::outOfOrder)
                .containsExactly(0L, 1L, 0L);
    }

    @Test
    void findsWhatComesAfterALaterRevision() {
        see(0, 12);
        see(1, 11, 2, 13);

        assertThat(verdict())
                .extracting(Lag::lost, Lag::doubled, Lag::outOfOrder)
                .containsExactly(0L, 0L, 1L);
    }

    private Lag verdict() {
        return watcher.addTo(new Lag(new Latencies(), 0, 0, 0));
    }

    /** @param numbersAndRevisions of the events of one response, in turn */
    private void see(long... numbersAndRevisions) {
        var response = WatchResponse.newBuilder();
        for (int i = 0; i < numbersAndRevisions.length; i += 2) {
            ByteBuffer value =
                    ByteBuffer.allocate(16).putLong(numbersAndRevisions[i]).rewind();
            response.addEvents(Event.newBuilder()
                    .setKv(KeyValue.newBuilder()
                            .setValue(ByteString.copyFrom(value))
                            .setModRevision(numbersAndRevisions[i + 1])));
        }
        watcher.onResponse(response.build());
    }
}
