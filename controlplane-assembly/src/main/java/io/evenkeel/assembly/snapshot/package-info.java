/** Snapshots of a store in a file: how one is written, read again and put into an empty store. */
@NullMarked
package io.evenkeel.assembly.snapshot;

import org.jspecify.annotations.NullMarked;
