/** The in-memory index of keys and revisions: a function of the log prefix applied, and of nothing else. */
@NullMarked
package io.evenkeel.mvcc.index;

import org.jspecify.annotations.NullMarked;
