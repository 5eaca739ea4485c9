/** Reading: ranges over a view of the index, values by revision, and the proof that a read is linearizable. */
@NullMarked
package io.evenkeel.mvcc.read;

import org.jspecify.annotations.NullMarked;
