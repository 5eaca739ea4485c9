/** What a server does when it has as much as it can bear. */
@NullMarked
package io.evenkeel.e2e.bounds;

import org.jspecify.annotations.NullMarked;
