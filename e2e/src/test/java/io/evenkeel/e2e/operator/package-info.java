/** The operator on a real API server, which keeps its objects on our own server. */
@NullMarked
package io.evenkeel.e2e.operator;

import org.jspecify.annotations.NullMarked;
