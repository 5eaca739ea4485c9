package io.evenkeel.mvcc.write;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import org.jspecify.annotations.Nullable;

/** The values that an evaluation can have without waiting. */
interface KnownValues {

    /** Null when it would have to be read from the datastore. */
    @Nullable
    Value get(Revision revision);
}
