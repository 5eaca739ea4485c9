package io.evenkeel.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who of the threads of {@code ./evenkeel serve} gives way to whom, as Linux has it. */
class ThreadPrioritiesIT {

    private static final int GIVES_WAY = 5;
    private static final int USUAL = 0;

    /** Of what {@code /proc/PID/task/TID/stat} has behind the name. */
    private static final int NICE = 16;

    private record Priority(String thread, int niceness) {

        boolean isCompilers() {
            return thread.startsWith("C1 Compiler") || thread.startsWith("C2 Compiler");
        }

        boolean isTrainings() {
            return thread.equals("Training replay");
        }
    }

    @Test
    void theCompilersGiveWayToAllOthersAndNobodyElseDoes() throws IOException {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = EvenkeelProcess.startByScript(scratch.folder("server"))) {
            List<Priority> all = priorities(server.process().pid());

            assertThat(all)
                    .extracting(Priority::thread)
                    .contains("C1 CompilerThre", "C2 CompilerThre", "sequencer", "VM Thread");
            assertThat(all).filteredOn(Priority::isCompilers).allMatch(thread -> thread.niceness() == GIVES_WAY);
            assertThat(all)
                    .filteredOn(thread -> !thread.isCompilers() && !thread.isTrainings())
                    .allMatch(thread -> thread.niceness() == USUAL);
        }
    }

    private static List<Priority> priorities(long pid) throws IOException {
        var all = new ArrayList<Priority>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                stat(thread).map(ThreadPrioritiesIT::priority).ifPresent(all::add);
            }
        }
        return all;
    }

    private static Priority priority(String stat) {
        int nameEnds = stat.lastIndexOf(')');
        String[] rest = stat.substring(nameEnds + 2).split(" ", -1);
        return new Priority(stat.substring(stat.indexOf('(') + 1, nameEnds), Integer.parseInt(rest[NICE]));
    }

    /** Nothing when it has ended meanwhile, be it between opening the file and reading it. */
    private static Optional<String> stat(Path thread) throws IOException {
        try {
            return Optional.of(Files.readString(thread.resolve("stat")));
        } catch (IOException e) {
            if (Files.exists(thread)) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
