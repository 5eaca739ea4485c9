package io.evenkeel.perf.report;

import java.util.function.ToDoubleFunction;

/**
 * One column of a table.
 *
 * @param of what it shows of a sample
 * @param isCompared whether proportions of it between servers say anything
 */
public record Figure<S>(String title, ToDoubleFunction<S> of, boolean isCompared) {

    static <S> Figure<S> compared(String title, ToDoubleFunction<S> of) {
        return new Figure<>(title, of, true);
    }

    static <S> Figure<S> alone(String title, ToDoubleFunction<S> of) {
        return new Figure<>(title, of, false);
    }
}
