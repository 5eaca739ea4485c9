@NullMarked
package io.evenkeel.api.peer;

import org.jspecify.annotations.NullMarked;
