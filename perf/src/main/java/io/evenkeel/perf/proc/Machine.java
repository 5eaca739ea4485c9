package io.evenkeel.perf.proc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** The machine that measures, as far as a reader of the figures has to know it. */
public final class Machine {

    private static final int FORCES = 50;

    private Machine() {}

    public static double loadAverage() {
        return Double.parseDouble(ProcFile.read("loadavg").split(" ", -1)[0]);
    }

    public static String describe() {
        String model = ProcFile.read("cpuinfo")
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        long memoryGib = ProcFile.kilobytes("meminfo", "MemTotal") >> 20;
        return "%d × %s, %d GiB, Linux %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(), model, memoryGib, System.getProperty("os.version"));
    }

    /** The median time that forcing 4 KiB to the disk of {@code folder} takes, in microseconds. */
    public static double forceMicros(Path folder) {
        Path file = folder.resolve("force.probe");
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            var nanos = new long[FORCES];
            for (int i = 0; i < FORCES; i++) {
                channel.write(ByteBuffer.allocate(4096));
                long start = System.nanoTime();
                channel.force(false);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            Files.delete(file);
            return nanos[FORCES / 2] / 1e3;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The kind of file system that {@code folder} is on. */
    public static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
