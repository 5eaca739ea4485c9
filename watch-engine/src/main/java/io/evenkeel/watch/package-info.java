/** Watches: the fan-out of applied entries to client streams, and the catch-up of those that are behind. */
@NullMarked
package io.evenkeel.watch;

import org.jspecify.annotations.NullMarked;
