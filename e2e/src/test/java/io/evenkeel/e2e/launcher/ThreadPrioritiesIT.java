package io.evenkeel.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who of the threads of {@code ./evenkeel serve} gives way to whom, as Linux has it. */
class ThreadPrioritiesIT {

    private static final int GIVES_WAY = 5;
    private static final int USUAL = 0;

    /** Of what {@code /proc/PID/task/TID/stat} has behind the name. */
    private static final int NICE = 16;

    @Test
    void theCompilersGiveWayToAllOthersAndNobodyElseDoes() throws IOException {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = EvenkeelProcess.startByScript(scratch.folder("server"))) {
            Map<String, Integer> niceness = niceness(server.process().pid());

            assertThat(niceness)
                    .containsEntry("C1 CompilerThre", GIVES_WAY)
                    .containsEntry("C2 CompilerThre", GIVES_WAY);
            niceness.keySet().removeAll(List.of("C1 CompilerThre", "C2 CompilerThre", "Training replay"));
            assertThat(niceness)
                    .containsKeys("sequencer", "VM Thread")
                    .allSatisfy((name, nice) -> assertThat(nice).as(name).isEqualTo(USUAL));
        }
    }

    /** Of each thread, by its name. */
    private static Map<String, Integer> niceness(long pid) throws IOException {
        var all = new HashMap<String, Integer>();
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            for (Path thread : threads.toList()) {
                stat(thread).ifPresent(stat -> {
                    int nameEnds = stat.lastIndexOf(')');
                    String[] rest = stat.substring(nameEnds + 2).split(" ", -1);
                    all.put(stat.substring(stat.indexOf('(') + 1, nameEnds), Integer.parseInt(rest[NICE]));
                });
            }
        }
        return all;
    }

    /** Nothing when it has ended meanwhile. */
    private static Optional<String> stat(Path thread) throws IOException {
        try {
            return Optional.of(Files.readString(thread.resolve("stat")));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        }
    }
}
