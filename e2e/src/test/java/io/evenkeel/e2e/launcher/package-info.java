/** What a first user meets: the scripts in the root of the source tree. */
@NullMarked
package io.evenkeel.e2e.launcher;

import org.jspecify.annotations.NullMarked;
