/** Which evenkeel this is. */
@NullMarked
package io.evenkeel.assembly.version;

import org.jspecify.annotations.NullMarked;
