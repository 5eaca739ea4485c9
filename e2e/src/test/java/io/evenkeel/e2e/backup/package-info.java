/** Snapshots and checks of stores, as processes beside real servers. */
@NullMarked
package io.evenkeel.e2e.backup;

import org.jspecify.annotations.NullMarked;
