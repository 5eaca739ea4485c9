/** The proof that a store is what every server takes it for. */
@NullMarked
package io.evenkeel.assembly.check;

import org.jspecify.annotations.NullMarked;
