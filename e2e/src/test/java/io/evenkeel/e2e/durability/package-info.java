/** What was acknowledged is there, whatever happens to the server. */
@NullMarked
package io.evenkeel.e2e.durability;

import org.jspecify.annotations.NullMarked;
