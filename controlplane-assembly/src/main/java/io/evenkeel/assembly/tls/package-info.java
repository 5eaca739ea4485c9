/** Certificates and keys from files, and the TLS that is made of them. */
@NullMarked
package io.evenkeel.assembly.tls;

import org.jspecify.annotations.NullMarked;
