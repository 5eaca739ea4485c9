package io.evenkeel.perf;

import java.util.List;

/** One kind of measurement, made on all contenders in every round. */
interface Comparison {

    /** Brings servers to where a longer run would have them. */
    void warmUp(List<Target> targets);

    /** Measures each cell on one target and at once on the next. */
    void measure(List<Target> targets);

    /** What came of it, as Markdown. */
    String report();
}
