/** What clients saw of a store during a run, and whether one linearizable store can have shown them that. */
@NullMarked
package io.evenkeel.e2e.history;

import org.jspecify.annotations.NullMarked;
