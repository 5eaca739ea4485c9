package io.evenkeel.mvcc.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.read.Room;
import org.junit.jupiter.api.Test;

class MutationQueueTest {

    private final MutationQueue queue = new MutationQueue(3, 1000);

    @Test
    void isFullAtItsNumber() {
        for (int i = 0; i < 3; i++) {
            assertThat(queue.offer(put(10))).isTrue();
        }
        assertThat(queue.offer(put(10))).isFalse();
        assertThat(queue.drain(1, 1000)).hasSize(1);

        assertThat(queue.offer(put(10))).isTrue();
    }

    @Test
    void isFullAtItsBytes() {
        assertThat(queue.offer(put(900))).isTrue();
        assertThat(queue.offer(put(900))).isFalse();
        assertThat(queue.drain(1, 1000)).hasSize(1);

        assertThat(queue.offer(put(900))).isTrue();
    }

    @Test
    void takesOneOfAnySizeWhenItIsEmpty() {
        assertThat(queue.offer(put(5000))).isTrue();
        assertThat(queue.offer(put(1))).isFalse();
    }

    @Test
    void countsThoseThatWaitElsewhere() {
        for (int i = 0; i < 3; i++) {
            queue.offer(put(10));
        }
        queue.drain(3, 1000).forEach(queue::setAside);
        assertThat(queue.size()).isEqualTo(3);
        assertThat(queue.offer(put(10))).isFalse();
    }

    @Test
    void countsThoseThatComeBackOnce() {
        queue.offer(put(900));
        PendingMutation aside = queue.drain(1, 1000).getFirst();
        queue.setAside(aside);
        queue.putBack(aside);
        assertThat(queue.size()).isOne();
        assertThat(queue.drain(1, 1000)).containsExactly(aside);
        assertThat(queue.size()).isZero();

        assertThat(queue.offer(put(900))).isTrue();
    }

    @Test
    void countsOutThoseThatDoNotComeBack() {
        queue.offer(put(900));
        PendingMutation aside = queue.drain(1, 1000).getFirst();
        queue.setAside(aside);
        queue.forget(aside);
        assertThat(queue.size()).isZero();

        assertThat(queue.offer(put(900))).isTrue();
    }

    private static PendingMutation put(int bytes) {
        var value = Value.wrap(new byte[bytes]);
        return new PendingMutation(new Mutation.Put(Key.of("k"), value, 0, false, false, false), Room.UNBOUNDED);
    }
}
