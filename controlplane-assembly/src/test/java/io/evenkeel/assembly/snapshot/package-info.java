@NullMarked
package io.evenkeel.assembly.snapshot;

import org.jspecify.annotations.NullMarked;
