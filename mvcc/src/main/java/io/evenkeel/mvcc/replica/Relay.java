package io.evenkeel.mvcc.replica;

/** Brings what this replica applies to others, which need not be woken up to read it from the log then. */
public interface Relay {

    /** Nobody gets anything. */
    Relay NONE = new Relay() {
        @Override
        public void hold() {}

        @Override
        public void release() {}

        @Override
        public boolean reaches(long member, long revision) {
            return false;
        }
    };

    /**
     * What is applied from now on is to be sent with what will be said of it: nothing has to be sent before {@link #release}. On the
     * sequencer's thread; returns at once.
     */
    void hold();

    /** Ends what {@link #hold} began. On the sequencer's thread; returns at once. */
    void release();

    /**
     * Whether the entries up to {@code revision} are on their way to a member, or a later call of {@code
     * KeyValueStore.wakeOthersUp} will say that they are not. On the sequencer's thread; returns at once.
     */
    boolean reaches(long member, long revision);
}
