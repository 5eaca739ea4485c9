package io.evenkeel.perf;

import io.evenkeel.perf.load.LoadRun;
import io.evenkeel.perf.proc.CpuTime;
import io.evenkeel.perf.report.LoadSample;

/** Processor time used so far, in seconds, by one contender with its database, by the load generator, and by the machine. */
record Usage(double server, double generator, double machine) {

    static Usage now(Target target) {
        return new Usage(target.servers().cpuSeconds(), CpuTime.ofThisProcess(), CpuTime.ofMachine());
    }

    /** What a load came to. */
    static LoadSample sample(LoadRun.Window<Usage> window) {
        long operations = window.latencies().count();
        Usage before = window.before();
        Usage after = window.after();
        double server = after.server - before.server;
        double generator = after.generator - before.generator;
        return new LoadSample(
                operations / window.seconds(),
                window.latencies().quantileMillis(0.5),
                window.latencies().quantileMillis(0.99),
                server * 1e6 / operations,
                generator * 1e6 / operations,
                after.elsewhereSince(before, window.seconds()),
                window.shares());
    }

    /** The share of all processors that others used in the {@code seconds} since {@code before}. */
    double elsewhereSince(Usage before, double seconds) {
        double others = (machine - before.machine) - (server - before.server) - (generator - before.generator);
        return Math.max(0, others) / (seconds * Runtime.getRuntime().availableProcessors());
    }
}
