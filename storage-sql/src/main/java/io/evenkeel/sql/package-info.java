/**
 * The ports of mvcc over JDBC. {@link io.evenkeel.sql.SqlDatastore} is the way in; what differs between databases is in
 * {@code Dialect}, and how to reach one in {@code Connector}.
 */
@NullMarked
package io.evenkeel.sql;

import org.jspecify.annotations.NullMarked;
