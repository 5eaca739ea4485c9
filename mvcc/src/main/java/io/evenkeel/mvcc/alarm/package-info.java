/** What is wrong with a store until a person says that it no longer is. */
@NullMarked
package io.evenkeel.mvcc.alarm;

import org.jspecify.annotations.NullMarked;
