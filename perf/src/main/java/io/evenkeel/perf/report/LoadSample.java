package io.evenkeel.perf.report;

import java.util.List;

/**
 * One measurement of one cell on one contender, under closed-loop clients.
 *
 * @param cpuMicros processor time of the servers, their database included, for one operation
 * @param clientMicros processor time of the load generator for one operation
 * @param elsewhere share of the machine that neither these servers nor the generator used, of all its processors
 * @param shares of the operations that each server answered, 1 for a share like the others'; empty where there is no such thing
 */
public record LoadSample(
        double operationsPerSecond,
        double p50Millis,
        double p99Millis,
        double cpuMicros,
        double clientMicros,
        double elsewhere,
        List<Double> shares) {

    public static final List<Figure<LoadSample>> FIGURES = List.of(
            Figure.compared("operations/s", LoadSample::operationsPerSecond),
            Figure.compared("CPU, µs/op", LoadSample::cpuMicros),
            Figure.compared("p50, ms", LoadSample::p50Millis),
            Figure.compared("p99, ms", LoadSample::p99Millis));

    public LoadSample {
        shares = List.copyOf(shares);
    }
}
