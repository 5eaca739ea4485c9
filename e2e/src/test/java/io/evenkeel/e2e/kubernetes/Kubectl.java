package io.evenkeel.e2e.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import java.nio.file.Path;
import java.util.List;

/** The real kubectl, as the administrator of one API server. */
public record Kubectl(Command command) {

    static Kubectl of(Path kubeconfig, Path cache) {
        return new Kubectl(Command.of(
                GoTools.path("kubectl"),
                "--kubeconfig=" + kubeconfig,
                "--cache-dir=" + cache,
                "--request-timeout=60s"));
    }

    public List<String> lines(String... arguments) {
        return command.with(arguments).output().lines().toList();
    }

    public JsonNode json(String... arguments) {
        try {
            return new ObjectMapper()
                    .readTree(command.with(arguments).with("--output=json").output());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    /** A command that reads {@code manifest}, as with {@code -f -}. */
    public List<String> linesWith(String manifest, String... arguments) {
        return command.with(arguments)
                .with("--filename=-")
                .withInput(manifest)
                .output()
                .lines()
                .toList();
    }

    /** The result of a command that reads {@code manifest} and may fail. */
    public CommandResult resultWith(String manifest, String... arguments) {
        return command.with(arguments).with("--filename=-").withInput(manifest).run();
    }

    RunningProcess start(Path log, String... arguments) {
        return command.with(arguments).start(log);
    }
}
