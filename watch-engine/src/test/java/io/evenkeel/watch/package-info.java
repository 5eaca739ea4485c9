/** Tests of the watch engine. */
@NullMarked
package io.evenkeel.watch;

import org.jspecify.annotations.NullMarked;
