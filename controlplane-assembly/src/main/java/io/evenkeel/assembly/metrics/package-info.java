/** What a server tells Prometheus, under etcd's names where etcd has them. */
@NullMarked
package io.evenkeel.assembly.metrics;

import org.jspecify.annotations.NullMarked;
