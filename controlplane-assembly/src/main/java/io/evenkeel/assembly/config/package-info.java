/** All settings of the server: where they come from, what is allowed, and the records that hold them. */
@NullMarked
package io.evenkeel.assembly.config;

import org.jspecify.annotations.NullMarked;
