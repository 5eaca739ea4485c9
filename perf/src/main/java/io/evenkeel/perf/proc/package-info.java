/** What processes and the machine have used, read from /proc. */
@NullMarked
package io.evenkeel.perf.proc;

import org.jspecify.annotations.NullMarked;
