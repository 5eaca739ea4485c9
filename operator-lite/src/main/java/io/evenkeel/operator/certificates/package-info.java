/** Keys and certificates, and the Secrets that hold them. Knows nothing of what they are for. */
@NullMarked
package io.evenkeel.operator.certificates;

import org.jspecify.annotations.NullMarked;
