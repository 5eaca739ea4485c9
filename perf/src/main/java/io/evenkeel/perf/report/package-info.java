/** What was measured, and the table made of it. */
@NullMarked
package io.evenkeel.perf.report;

import org.jspecify.annotations.NullMarked;
