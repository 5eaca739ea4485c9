package io.evenkeel.mvcc.read;

import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyVersion;

/** The values that belong to an answer, all of them at hand. */
public interface Values {

    /** The value of this version. Never waits. */
    Value of(KeyVersion version);
}
