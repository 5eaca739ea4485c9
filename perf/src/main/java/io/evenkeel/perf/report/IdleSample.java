package io.evenkeel.perf.report;

import java.util.List;

/**
 * What servers do while their clients do nothing.
 *
 * @param statementsPerSecondAndServer given to the database; 0 when it is part of the server
 * @param cpuPercent of one processor, used by all servers and their database
 */
public record IdleSample(double statementsPerSecondAndServer, double cpuPercent) {

    public static final List<Figure<IdleSample>> FIGURES = List.of(
            Figure.alone("statements/s of each server", IdleSample::statementsPerSecondAndServer),
            Figure.compared("CPU, % of one", IdleSample::cpuPercent));
}
