/** What runs once before the program is used, so that the JVM starts it warm. */
@NullMarked
package io.evenkeel.assembly.rehearsal;

import org.jspecify.annotations.NullMarked;
