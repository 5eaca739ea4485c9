/** Real programs as parts of tests: started, awaited, asked and stopped. */
@NullMarked
package io.evenkeel.e2e.tools;

import org.jspecify.annotations.NullMarked;
