package io.evenkeel.perf.report;

/**
 * One measurement of one cell on one server.
 *
 * @param cpuMicros processor time of the server, its database included, for one operation
 * @param clientMicros processor time of the load generator for one operation
 * @param elsewhere share of the machine that neither this server nor the generator used, of all its processors
 */
public record Sample(
        double operationsPerSecond,
        double p50Millis,
        double p99Millis,
        double cpuMicros,
        double clientMicros,
        double elsewhere) {}
