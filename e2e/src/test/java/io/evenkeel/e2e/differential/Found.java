package io.evenkeel.e2e.differential;

import java.util.List;

/**
 * A difference, and the steps that led to it; the last of them showed it.
 *
 * @param server the state of the server under test, with the end of its log
 */
record Found(List<Step> steps, Difference difference, String server) {

    Found {
        steps = List.copyOf(steps);
    }
}
