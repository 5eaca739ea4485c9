package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory that a process has of the machine, as Linux tells it. */
public final class Resident {

    private static final int KIB_PER_MIB = 1024;

    private Resident() {}

    public static long mib(long pid) {
        return read(pid, "VmRSS:");
    }

    /** The most that it had at any time. */
    public static long peakMib(long pid) {
        return read(pid, "VmHWM:");
    }

    private static long read(long pid, String name) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            String line =
                    lines.filter(each -> each.startsWith(name)).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
