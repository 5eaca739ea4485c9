/** Real, unmodified programs as clients of a server: etcdctl and kube-apiserver with kubectl. */
@NullMarked
package io.evenkeel.e2e.clients;

import org.jspecify.annotations.NullMarked;
