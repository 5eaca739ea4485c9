package io.evenkeel.perf.report;

import java.util.List;

/**
 * What became of a steady rate of writes at all watchers.
 *
 * @param cpuPercent of one processor, used by the servers and their database
 * @param elsewhere share of the machine that neither these servers nor the generator used, of all its processors
 */
public record LagSample(
        double p50Millis,
        double p99Millis,
        double maxMillis,
        double cpuPercent,
        double elsewhere,
        long lost,
        long doubled,
        long outOfOrder) {

    public static final List<Figure<LagSample>> FIGURES = List.of(
            Figure.compared("p50, ms", LagSample::p50Millis),
            Figure.compared("p99, ms", LagSample::p99Millis),
            Figure.compared("most, ms", LagSample::maxMillis),
            Figure.compared("CPU, % of one", LagSample::cpuPercent),
            Figure.alone("lost", LagSample::lost),
            Figure.alone("doubled", LagSample::doubled),
            Figure.alone("out of order", LagSample::outOfOrder));
}
