/** Moves everything that a store holds into another one, between etcd, kine and stores of evenkeel. */
@NullMarked
package io.evenkeel.assembly.migrate;

import org.jspecify.annotations.NullMarked;
