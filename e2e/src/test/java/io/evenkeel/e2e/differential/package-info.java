/**
 * The differential test: the same random requests played on a reference and on a server under test, every answer, every
 * watch event and every hash compared.
 *
 * <p>A {@link io.evenkeel.e2e.differential.StepGenerator} makes {@link io.evenkeel.e2e.differential.Step}s from a
 * seed; a {@link io.evenkeel.e2e.differential.DifferentialRun} plays them on two
 * {@link io.evenkeel.e2e.differential.Player}s, one step at a time, and compares what the API does not leave open
 * ({@link io.evenkeel.e2e.differential.Freedoms}). The first difference ends the run; a
 * {@link io.evenkeel.e2e.differential.Shrinker} then looks for a shorter way to it.
 */
@NullMarked
package io.evenkeel.e2e.differential;

import org.jspecify.annotations.NullMarked;
