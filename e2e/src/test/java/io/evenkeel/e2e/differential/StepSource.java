package io.evenkeel.e2e.differential;

/** Where the next step of a run comes from: a seed, or a list of steps to play again. */
interface StepSource {

    Step next(World world);
}
