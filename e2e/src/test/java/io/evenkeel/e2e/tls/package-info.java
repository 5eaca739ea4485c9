/** TLS between clients and servers, with real certificates. */
@NullMarked
package io.evenkeel.e2e.tls;

import org.jspecify.annotations.NullMarked;
