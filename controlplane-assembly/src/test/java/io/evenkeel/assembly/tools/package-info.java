/** Real programs as parts of tests: started, awaited, asked and stopped. */
@NullMarked
package io.evenkeel.assembly.tools;

import org.jspecify.annotations.NullMarked;
