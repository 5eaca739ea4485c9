/** The load generator: closed-loop clients on a few gRPC connections, as lean as they can be, for they share the machine. */
@NullMarked
package io.evenkeel.perf.load;

import org.jspecify.annotations.NullMarked;
