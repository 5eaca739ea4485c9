/** The words everything else is written in: keys, values, revisions, ranges and refusals. */
@NullMarked
package io.evenkeel.mvcc;

import org.jspecify.annotations.NullMarked;
