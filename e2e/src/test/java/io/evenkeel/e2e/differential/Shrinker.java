package io.evenkeel.e2e.differential;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves out steps as long as the rest still leads to a difference: first many at once, then fewer. Stops when its time is
 * used up, which is one time for all seeds that fail.
 */
final class Shrinker {

    private long leftNanos = Duration.ofSeconds(90).toNanos();

    List<Step> shrunk(List<Step> steps, Predicate<List<Step>> differs) {
        List<Step> shortest = steps;
        for (int size = steps.size() / 2; size > 0; size /= 2) {
            for (int end = shortest.size(); end > 0 && leftNanos > 0; end -= size) {
                List<Step> shorter = new ArrayList<>(shortest.subList(0, Math.max(0, end - size)));
                shorter.addAll(shortest.subList(end, shortest.size()));
                long started = System.nanoTime();
                if (differs.test(shorter)) {
                    shortest = shorter;
                }
                leftNanos -= System.nanoTime() - started;
            }
        }
        return shortest;
    }
}
