/** Versions of k0s, and which may follow on which. */
@NullMarked
package io.evenkeel.operator.version;

import org.jspecify.annotations.NullMarked;
