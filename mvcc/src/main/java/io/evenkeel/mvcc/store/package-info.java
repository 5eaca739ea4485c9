/** The store as the API layer sees it: one facade over reading, writing, leases and compaction. */
@NullMarked
package io.evenkeel.mvcc.store;

import org.jspecify.annotations.NullMarked;
