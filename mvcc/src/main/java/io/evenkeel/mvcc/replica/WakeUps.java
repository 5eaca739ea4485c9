package io.evenkeel.mvcc.replica;

/**
 * Tells the other replicas of a store that its head has moved, or that somebody waits for their watches to say so, and is told
 * by them; and of who comes and goes, which needs no call. Only hints: one that is lost costs latency, never an entry, because
 * everybody reads the log and the list of members from time to time anyway.
 */
public interface WakeUps extends AutoCloseable {

    /** Told what other replicas say, on any thread; returns at once. */
    interface Listener {

        /** The head is at least {@code head}. */
        void head(long head);

        /**
         * Somebody waits for watches to be told of progress.
         *
         * @param start {@link io.evenkeel.mvcc.Key#fingerprint} of the key that their range begins with
         * @param revision to this one or beyond
         */
        void progressWanted(long start, long revision);

        /** Somebody may have joined the members of the store, or left them. */
        void membersChanged();
    }

    /** Tells nobody, hears nothing. */
    WakeUps NONE = new WakeUps() {
        @Override
        public void announce(long head) {}

        @Override
        public void wantProgress(long start, long revision) {}

        @Override
        public void listen(Listener listener) {}

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
     * Says that somebody waits for progress of watches, to {@code revision} or beyond. Returns at once; what is too much to say is
     * left out.
     *
     * @param start as in {@link Listener#progressWanted}: the key itself might be heard by others in the same database
     */
    void wantProgress(long start, long revision);

    /** Begins to listen; called once. */
    void listen(Listener listener);

    /** Whether what others announce should reach this replica at the moment. While not, it reads the log more often. */
    boolean connected();

    @Override
    void close();
}
