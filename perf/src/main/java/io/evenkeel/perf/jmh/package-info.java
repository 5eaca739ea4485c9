/** Microbenchmarks of the parts that every request goes through; no database, no network. */
@NullMarked
package io.evenkeel.perf.jmh;

import org.jspecify.annotations.NullMarked;
