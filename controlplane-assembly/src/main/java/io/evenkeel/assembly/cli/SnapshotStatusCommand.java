package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.snapshot.SnapshotFacts;
import io.evenkeel.assembly.snapshot.SnapshotFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code evenkeel snapshot status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        description = "Read a snapshot from end to end, compare its checksum, and say what is in it.")
final class SnapshotStatusCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The snapshot.")
    private Path file;

    @Override
    public void run() {
        print(file, spec.commandLine().getOut());
    }

    static void print(Path file, PrintWriter out) {
        SnapshotFacts facts = SnapshotFile.open(file).facts();
        out.println("file        " + file);
        out.println("taken at    " + facts.takenAt());
        out.println("cluster id  " + Long.toHexString(facts.clusterId()));
        out.println("revision    " + facts.head());
        out.println("compacted   " + (facts.compacted() < 0 ? "never" : facts.compacted()));
        out.println("changes     " + facts.changes());
        out.println("leases      " + facts.leases());
        out.println("bytes       " + facts.bytes());
        out.println("sha256      " + facts.checksum());
        out.flush();
    }
}
