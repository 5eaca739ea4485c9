package io.evenkeel.e2e.charts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The real Helm, with the chart of the server. Values are YAML, and come by standard input. */
record Helm(Command command) {

    static final Path CHART = Repository.root().resolve("charts/evenkeel");

    /** @param folder for what Helm keeps of its own */
    static Helm in(Path folder) {
        return new Helm(Command.of(GoTools.path("helm"))
                .withEnvironment("HELM_CACHE_HOME", folder.toString())
                .withEnvironment("HELM_CONFIG_HOME", folder.toString())
                .withEnvironment("HELM_DATA_HOME", folder.toString()));
    }

    /** One that talks to a Kubernetes. */
    Helm at(Path kubeconfig) {
        return new Helm(command.withEnvironment("KUBECONFIG", kubeconfig.toString()));
    }

    CommandResult lint(String values) {
        return command.with("lint", "--strict", CHART.toString(), "--values=-")
                .withInput(values)
                .run();
    }

    CommandResult template(String release, String values, String... flags) {
        return command.with("template", release, CHART.toString(), "--values=-")
                .with(flags)
                .withInput(values)
                .run();
    }

    /** The manifest, of values that have to be good. */
    String manifest(String release, String values, String... flags) {
        CommandResult result = template(release, values, flags);
        if (result.exitCode() != 0) {
            throw new AssertionError("helm refuses " + values + ": " + result);
        }
        return result.stdout();
    }

    /** The objects of the manifest, those of hooks included. */
    List<JsonNode> objects(String release, String values) {
        Iterable<Object> documents =
                new Load(LoadSettings.builder().build()).loadAllFromString(manifest(release, values));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> new ObjectMapper().<JsonNode>valueToTree(document))
                .toList();
    }

    String run(String values, String... arguments) {
        return command.with(arguments).withInput(values).output();
    }
}
