package io.evenkeel.mvcc.replica;

/** Brings what this replica applies to others, which need not be woken up to read it from the log then. */
@FunctionalInterface
public interface Relay {

    /** Nobody gets anything. */
    Relay NONE = (member, revision) -> false;

    /**
     * Whether the entries up to {@code revision} are on their way to a member, or a later call of {@code
     * KeyValueStore.wakeOthersUp} will say that they are not. On the sequencer's thread; returns at once.
     */
    boolean reaches(long member, long revision);
}
