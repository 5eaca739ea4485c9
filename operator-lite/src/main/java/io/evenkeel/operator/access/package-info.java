/** Access to hosted clusters, signed by their own authorities: nothing is run in their pods for it. */
@NullMarked
package io.evenkeel.operator.access;

import org.jspecify.annotations.NullMarked;
