package io.evenkeel.mvcc.write;

/**
 * Bounds of the write path.
 *
 * @param queueOps how many mutations may wait
 * @param queueBytes how many bytes of keys and values may wait
 * @param batchOps how many mutations are appended as one at most
 * @param batchBytes about how many bytes of keys and values are appended as one at most
 */
public record SequencerLimits(int queueOps, long queueBytes, int batchOps, long batchBytes) {

    public static final SequencerLimits DEFAULT = new SequencerLimits(10_000, 256L << 20, 512, 8L << 20);

    public SequencerLimits {
        if (queueOps < 1 || queueBytes < 1 || batchOps < 1 || batchBytes < 1) {
            throw new IllegalArgumentException("a bound of the write path below 1");
        }
    }
}
