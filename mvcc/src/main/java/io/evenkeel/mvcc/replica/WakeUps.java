package io.evenkeel.mvcc.replica;

import java.util.function.LongConsumer;

/**
 * Tells the other replicas of a store that its head has moved, and is told by them. Only a hint: one that is lost costs
 * latency, never an entry, because everybody reads the log from time to time anyway.
 */
public interface WakeUps extends AutoCloseable {

    /** Tells nobody, hears nothing. */
    WakeUps NONE = new WakeUps() {
        @Override
        public void announce(long head) {}

        @Override
        public void listen(LongConsumer onHead) {}

        @Override
        public boolean connected() {
            return false;
        }

        @Override
        public void close() {}
    };

    /** Says that the head is at least {@code head} now. Returns at once; of several in a row the last is enough. */
    void announce(long head);

    /**
     * Begins to listen; called once.
     *
     * @param onHead told of a head that another replica announced, on any thread; returns at once
     */
    void listen(LongConsumer onHead);

    /** Whether what others announce should reach this replica at the moment. While not, it reads the log more often. */
    boolean connected();

    @Override
    void close();
}
