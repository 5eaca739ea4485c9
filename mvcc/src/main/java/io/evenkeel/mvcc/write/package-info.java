/** Writing: what clients want changed, how it is evaluated, and the one thread that appends. */
@NullMarked
package io.evenkeel.mvcc.write;

import org.jspecify.annotations.NullMarked;
