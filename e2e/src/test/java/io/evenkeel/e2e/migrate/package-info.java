/** Migrations from and to real programs and databases. */
@NullMarked
package io.evenkeel.e2e.migrate;

import org.jspecify.annotations.NullMarked;
