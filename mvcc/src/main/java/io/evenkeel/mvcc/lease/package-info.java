/** Leases: the port to where they are kept, their renewal and their expiry. */
@NullMarked
package io.evenkeel.mvcc.lease;

import org.jspecify.annotations.NullMarked;
