/** How the servers of a store wake each other up where the database has no means for it: a stream from each to each. */
@NullMarked
package io.evenkeel.api.peer;

import org.jspecify.annotations.NullMarked;
