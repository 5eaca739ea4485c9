/** How a status says what is and what is not. */
@NullMarked
package io.evenkeel.operator.status;

import org.jspecify.annotations.NullMarked;
