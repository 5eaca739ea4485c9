/** What is told of requests that took long. */
@NullMarked
package io.evenkeel.assembly.slow;

import org.jspecify.annotations.NullMarked;
