/** Where databases are, how servers reach them, and where servers are that several share. */
@NullMarked
package io.evenkeel.operator.datastore;

import org.jspecify.annotations.NullMarked;
