@NullMarked
package io.evenkeel.assembly.tls;

import org.jspecify.annotations.NullMarked;
