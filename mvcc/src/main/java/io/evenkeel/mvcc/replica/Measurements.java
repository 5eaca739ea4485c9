package io.evenkeel.mvcc.replica;

/** Who is told how long things take. Called on the threads that do them, so an implementation notes it and returns. */
public interface Measurements {

    /** Nobody. */
    Measurements NONE = new Measurements() {};

    /**
     * An append to the log has ended, whatever came of it.
     *
     * @param entries how many it carried
     */
    default void appended(int entries, long nanos) {}

    /** The append lock was waited for, and the tail read with it, whether that succeeded or not. */
    default void locked(long nanos) {}

    /** A read of the log that linearizable readers waited for has ended, whatever came of it. */
    default void barrierRead(int readers, long nanos) {}

    /** A stream of watches has been sent what it takes of the events of entries that were applied that long before. On its thread. */
    default void watchTold(long nanos) {}
}
