/** What etcd promises of watches, checked on recorded streams; for the tests of every module. */
@NullMarked
package io.evenkeel.watch.validate;

import org.jspecify.annotations.NullMarked;
