/** Following the log: the apply path, the applied revision, compaction. */
@NullMarked
package io.evenkeel.mvcc.replica;

import org.jspecify.annotations.NullMarked;
