package io.evenkeel.e2e.clients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The real etcdctl, pointed at one server. */
record Etcdctl(Command command) {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    static Etcdctl of(ServerUnderTest server) {
        return new Etcdctl(Command.of(GoTools.path("etcdctl"), "--endpoints=" + server.host() + ":" + server.port()));
    }

    /** What a command that must succeed prints, line by line. */
    List<String> lines(String... arguments) {
        return command.with(arguments).output().lines().toList();
    }

    JsonNode json(String... arguments) {
        try {
            return new ObjectMapper()
                    .readTree(command.with(arguments).with("--write-out=json").output());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    /** The lines of {@code etcdctl txn}, whose compares, successes and failures are given as it reads them. */
    List<String> txn(String compares, String successes, String failures) {
        String input = compares + "\n\n" + successes + "\n\n" + failures + "\n\n";
        return command.with("txn").withInput(input).output().lines().toList();
    }

    /** The error of a command that must fail. */
    String error(String... arguments) {
        CommandResult result = command.with(arguments).run();
        if (result.exitCode() == 0) {
            throw new AssertionError(String.join(" ", arguments) + " should have failed: " + result);
        }
        return result.stderr();
    }

    boolean succeeds(String... arguments) {
        return command.with(arguments).run().exitCode() == 0;
    }

    /** Repeats a command until its output has this in it; a server hears of some things from another one. */
    void awaitOutput(String part, String... arguments) {
        Await.until(String.join(" ", arguments) + " with " + part, LIMIT, () -> {
            CommandResult result = command.with(arguments).run();
            return result.stdout().contains(part) || result.stderr().contains(part);
        });
    }

    /** A command left running, such as a watch. */
    RunningProcess start(Path log, String... arguments) {
        return command.with(arguments).start(log);
    }
}
