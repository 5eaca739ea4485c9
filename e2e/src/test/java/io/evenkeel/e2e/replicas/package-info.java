/** Several servers on one database: what they agree on, and what becomes of it when something fails. */
@NullMarked
package io.evenkeel.e2e.replicas;

import org.jspecify.annotations.NullMarked;
