package io.evenkeel.perf.proc;

import java.util.Arrays;

/** Processor time used so far, in seconds; /proc counts it in ticks of 10 ms. */
public final class CpuTime {

    private static final double TICKS_PER_SECOND = 100;

    private CpuTime() {}

    /** Of one process with all its threads, and of those of its children that have ended. */
    public static double ofProcess(long pid) {
        return inStat(ProcFile.read(pid + "/stat"));
    }

    private static double inStat(String stat) {
        // The name in brackets may have blanks; the fields after it begin with the third, the state.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum() / TICKS_PER_SECOND;
    }

    /** Of one process and the children it has now: PostgreSQL's postmaster. */
    public static double ofFamily(long pid) {
        double own = ofProcess(pid);
        return own
                + ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::children)
                        // one that has just ended counts with its parent from now on
                        .flatMap(child -> ProcFile.readIfThere(child.pid() + "/stat").stream())
                        .mapToDouble(CpuTime::inStat)
                        .sum();
    }

    public static double ofThisProcess() {
        return ofProcess(ProcessHandle.current().pid());
    }

    /** Of everything on this machine. */
    public static double ofMachine() {
        String[] fields =
                ProcFile.read("stat").lines().findFirst().orElseThrow().split(" +", -1);
        // user nice system idle iowait irq softirq steal
        long busy = 0;
        for (int field : new int[] {1, 2, 3, 6, 7, 8}) {
            busy += Long.parseLong(fields[field]);
        }
        return busy / TICKS_PER_SECOND;
    }
}
