/**
 * A database and a login of its own for each control plane, on a database server that many share. {@link
 * io.evenkeel.operator.tenant.DatabaseServer} is the way in. Knows JDBC and nothing of Kubernetes.
 */
@NullMarked
package io.evenkeel.operator.tenant;

import org.jspecify.annotations.NullMarked;
