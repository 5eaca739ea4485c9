/** What a server answers over HTTP: health, version and metrics, as etcd does. */
@NullMarked
package io.evenkeel.assembly.http;

import org.jspecify.annotations.NullMarked;
