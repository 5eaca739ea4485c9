/** The store held against the plainest model there is: a list of all its states. */
@NullMarked
package io.evenkeel.mvcc.model;

import org.jspecify.annotations.NullMarked;
