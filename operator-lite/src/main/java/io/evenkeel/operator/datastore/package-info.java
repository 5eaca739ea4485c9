/** Where databases are and how servers reach them. */
@NullMarked
package io.evenkeel.operator.datastore;

import org.jspecify.annotations.NullMarked;
