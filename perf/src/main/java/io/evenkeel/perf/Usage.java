package io.evenkeel.perf;

import io.evenkeel.perf.load.LoadRun;
import io.evenkeel.perf.proc.CpuTime;
import io.evenkeel.perf.report.Sample;

/** Processor time used so far, in seconds, by one server with its database, by the load generator, and by the machine. */
record Usage(double server, double generator, double machine) {

    static Usage now(Target target) {
        return new Usage(target.server().cpuSeconds(), CpuTime.ofThisProcess(), CpuTime.ofMachine());
    }

    /** What a load came to. */
    static Sample sample(LoadRun.Window<Usage> window) {
        long operations = window.latencies().count();
        Usage before = window.before();
        Usage after = window.after();
        double server = after.server - before.server;
        double generator = after.generator - before.generator;
        double machine = after.machine - before.machine;
        double available = window.seconds() * Runtime.getRuntime().availableProcessors();
        return new Sample(
                operations / window.seconds(),
                window.latencies().quantileMillis(0.5),
                window.latencies().quantileMillis(0.99),
                server * 1e6 / operations,
                generator * 1e6 / operations,
                Math.max(0, machine - server - generator) / available);
    }
}
