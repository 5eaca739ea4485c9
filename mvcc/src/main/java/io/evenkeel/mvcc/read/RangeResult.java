package io.evenkeel.mvcc.read;

import io.evenkeel.mvcc.index.KeyVersion;
import java.util.List;

/**
 * The answer to a {@link RangeQuery}, its values still to be looked up.
 *
 * @param more whether the limit cut the answer short
 * @param count how many keys there are in the range at the revision read, whatever limit and filter say
 */
public record RangeResult(List<KeyVersion> keys, boolean more, long count) {}
