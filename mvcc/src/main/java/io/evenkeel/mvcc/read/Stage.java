package io.evenkeel.mvcc.read;

/** What a call is waiting for, or that it is not. It is in one stage at a time. */
public enum Stage {
    /** For nothing but this server: what is worked out for it, and threads to do it. */
    WORK("in this server"),

    /** For the mutations before it: for the batch that is being appended, and for those that are ahead in the queue. */
    QUEUE("in the write queue"),

    /** For the append lock of the store, which another server has, and for the tail that is read with it. */
    LOCK("for the append lock"),

    /** For the database to append the batch that it is in. */
    APPEND("for the append"),

    /** For proof that everything that was committed before it is applied here. */
    BARRIER("for the barrier read"),

    /** For other calls to give back the memory of their answers. */
    ROOM("for room for the answer"),

    VALUES("for values from the database"),

    /** For something else that the database does: for leases, alarms, a compaction, sizes. */
    DATABASE("for the database"),

    /** For the server that writes for all. */
    LEADER("for the leader, which writes for all"),

    /** For the client to take its answer. */
    CLIENT("for the client to take the answer");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    /** For people, after a time: {@code for the append}. */
    public String text() {
        return text;
    }
}
