package io.evenkeel.perf.proc;

/** Resident memory in MiB. */
public final class Memory {

    private static final double KILOBYTES_PER_MIB = 1024;

    private Memory() {}

    /** What is resident of one process now. */
    public static double resident(long pid) {
        return ProcFile.kilobytes(pid + "/status", "VmRSS") / KILOBYTES_PER_MIB;
    }

    /** The most that was ever resident of one process. */
    public static double peak(long pid) {
        return ProcFile.kilobytes(pid + "/status", "VmHWM") / KILOBYTES_PER_MIB;
    }

    /** What is resident of a process and its children, each page they share counted once. */
    public static double ofFamily(long pid) {
        double own = proportional(pid);
        return own
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> proportional(child.pid()))
                        .sum();
    }

    private static double proportional(long pid) {
        return ProcFile.kilobytes(pid + "/smaps_rollup", "Pss") / KILOBYTES_PER_MIB;
    }
}
