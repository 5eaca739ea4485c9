/** Locks and elections, which are made of nothing but keys, leases and watches: what etcd's servers do as clients of their own. */
@NullMarked
package io.evenkeel.api.concurrency;

import org.jspecify.annotations.NullMarked;
