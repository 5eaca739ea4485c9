/** The server's image, built into a folder and run from it as a container would be. */
@NullMarked
package io.evenkeel.e2e.image;

import org.jspecify.annotations.NullMarked;
