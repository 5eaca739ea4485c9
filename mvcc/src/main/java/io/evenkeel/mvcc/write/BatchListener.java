package io.evenkeel.mvcc.write;

/** Told of every batch that a sequencer has appended. On the sequencer's thread; returns at once. */
public interface BatchListener {

    /** Nobody is told. */
    BatchListener NONE = new BatchListener() {
        @Override
        public void appended() {}

        @Override
        public void answered(long head) {}
    };

    /** It is in the log. It will be applied now, and its callers answered. */
    void appended();

    /** That is done. */
    void answered(long head);
}
