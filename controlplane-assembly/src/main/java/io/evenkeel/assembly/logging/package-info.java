/** How the server logs. */
@NullMarked
package io.evenkeel.assembly.logging;

import org.jspecify.annotations.NullMarked;
