/** The command line. */
@NullMarked
package io.evenkeel.assembly.cli;

import org.jspecify.annotations.NullMarked;
