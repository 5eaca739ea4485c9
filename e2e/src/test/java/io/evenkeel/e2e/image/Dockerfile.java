package io.evenkeel.e2e.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a Dockerfile says of how containers of its last stage are started.
 *
 * @param user in numbers, {@code uid:gid}
 */
public record Dockerfile(String user, String environment, String workdir, List<String> entrypoint) {

    static Dockerfile read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            int stage = 0;
            for (int line = 0; line < lines.size(); line++) {
                if (lines.get(line).startsWith("FROM ")) {
                    stage = line;
                }
            }
            List<String> last = lines.subList(stage, lines.size());
            return new Dockerfile(
                    only(last, "USER "), only(last, "ENV "), only(last, "WORKDIR "), words(only(last, "ENTRYPOINT ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String only(List<String> lines, String instruction) {
        List<String> found =
                lines.stream().filter(line -> line.startsWith(instruction)).toList();
        if (found.size() != 1) {
            throw new AssertionError("not one, but these: " + found);
        }
        return found.getFirst().substring(instruction.length());
    }

    private static List<String> words(String json) throws JsonProcessingException {
        return List.of(new ObjectMapper().readValue(json, String[].class));
    }

    int uid() {
        return Integer.parseInt(user.substring(0, user.indexOf(':')));
    }
}
