/** Real, unmodified clients of a server: etcdctl and jetcd. */
@NullMarked
package io.evenkeel.e2e.clients;

import org.jspecify.annotations.NullMarked;
