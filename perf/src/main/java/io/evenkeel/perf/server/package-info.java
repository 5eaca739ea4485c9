/** The servers that are compared, each started as a process of its own. */
@NullMarked
package io.evenkeel.perf.server;

import org.jspecify.annotations.NullMarked;
