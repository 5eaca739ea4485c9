/** What clients and time do to leases: granting, renewing, revoking, expiring. */
@NullMarked
package io.evenkeel.mvcc.lessor;

import org.jspecify.annotations.NullMarked;
