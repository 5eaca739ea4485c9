package io.evenkeel.e2e.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Looks for few steps that still lead to a difference: first the last ones alone, twice as many each time, as runs are
 * short as long as that helps; then leaves out what is not needed of those, first many at once, then fewer. Stops when its
 * time is used up, which is one time for all seeds that fail.
 */
final class Shrinker {

    private long leftNanos = Duration.ofMinutes(2).toNanos();

    Found shrunk(Found found, Function<List<Step>, Optional<Found>> play) {
        Found shortest = shortestEnd(found, play);
        for (int size = (shortest.steps().size() + 1) / 2; size > 0; size /= 2) {
            for (int end = shortest.steps().size(); end > 0 && leftNanos > 0; end -= size) {
                shortest =
                        timed(play, without(shortest.steps(), end - size, end)).orElse(shortest);
            }
        }
        return shortest;
    }

    private Found shortestEnd(Found found, Function<List<Step>, Optional<Found>> play) {
        List<Step> steps = found.steps();
        for (int length = 1; length < steps.size() && leftNanos > 0; length *= 2) {
            Optional<Found> again = timed(play, steps.subList(steps.size() - length, steps.size()));
            if (again.isPresent()) {
                return again.get();
            }
        }
        return found;
    }

    private static List<Step> without(List<Step> steps, int from, int to) {
        List<Step> rest = new ArrayList<>(steps.subList(0, Math.clamp(from, 0, steps.size())));
        rest.addAll(steps.subList(Math.min(to, steps.size()), steps.size()));
        return rest;
    }

    private Optional<Found> timed(Function<List<Step>, Optional<Found>> play, List<Step> steps) {
        long started = System.nanoTime();
        try {
            return play.apply(steps);
        } finally {
            leftNanos -= System.nanoTime() - started;
        }
    }
}
