/** The server put together: which implementation stands for which port, and in what order they start and stop. */
@NullMarked
package io.evenkeel.assembly.server;

import org.jspecify.annotations.NullMarked;
