/** The server put together: the only code that names implementations of the ports. */
@NullMarked
package io.evenkeel.assembly;

import org.jspecify.annotations.NullMarked;
