package io.evenkeel.assembly.config;

import static io.evenkeel.assembly.config.BadSettingException.require;

/**
 * The write path: how much may wait, how much is appended at once, and by whom.
 *
 * @param queueOps writes waiting before further ones are refused as too many
 * @param batchOps writes that one append to the datastore may carry
 * @param batchBytes bytes that it may carry, but for a single write that is larger
 */
public record WriteConfig(int queueOps, long queueBytes, int batchOps, long batchBytes, ForwardPolicy forward) {

    static final String OPS_ALLOWED = "a number of at least 1";
    static final String QUEUE_BYTES_ALLOWED =
            "a size such as 64MiB, or a share of the heap such as 10%, not below --max-request-bytes";
    static final String BATCH_BYTES_ALLOWED = "a size such as 8MiB";

    public WriteConfig {
        require(queueOps >= 1, "write-queue-ops", queueOps, OPS_ALLOWED);
        require(batchOps >= 1, "max-batch-ops", batchOps, OPS_ALLOWED);
        require(queueBytes >= 1, "write-queue-bytes", queueBytes, QUEUE_BYTES_ALLOWED);
        require(batchBytes >= 1, "max-batch-bytes", batchBytes, BATCH_BYTES_ALLOWED);
    }
}
