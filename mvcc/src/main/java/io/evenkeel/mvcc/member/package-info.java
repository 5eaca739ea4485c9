/** Which processes serve a store at the moment, and which of them does what one alone should do. */
@NullMarked
package io.evenkeel.mvcc.member;

import org.jspecify.annotations.NullMarked;
