/** What servers answer over HTTP, beside what etcd answers. */
@NullMarked
package io.evenkeel.e2e.http;

import org.jspecify.annotations.NullMarked;
