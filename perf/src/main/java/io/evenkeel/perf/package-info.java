/** Side-by-side runs of evenkeel and etcd on one machine. */
@NullMarked
package io.evenkeel.perf;

import org.jspecify.annotations.NullMarked;
