/** Real, unmodified programs as clients of a server: etcdctl and kube-apiserver with kubectl. */
@NullMarked
package io.evenkeel.assembly.clients;

import org.jspecify.annotations.NullMarked;
