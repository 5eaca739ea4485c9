/** The log of revisions as a port: what orders and stores every change. */
@NullMarked
package io.evenkeel.mvcc.log;

import org.jspecify.annotations.NullMarked;
