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

/** The real Helm, with a chart of ours. Values are YAML, and come by standard input. */
record Helm(Command command, Path chart) {

    private static final Path CHARTS = Repository.root().resolve("charts");

    /** The chart of the server. */
    static final Path CHART = CHARTS.resolve("evenkeel");

    /**
     * One with the chart of the server.
     *
     * @param folder for what Helm keeps of its own
     */
    static Helm in(Path folder) {
        Command helm = Command.of(GoTools.path("helm"))
                .withEnvironment("HELM_CACHE_HOME", folder.toString())
                .withEnvironment("HELM_CONFIG_HOME", folder.toString())
                .withEnvironment("HELM_DATA_HOME", folder.toString());
        return new Helm(helm, CHART);
    }

    /** One that talks to a Kubernetes. */
    Helm at(Path kubeconfig) {
        return new Helm(command.withEnvironment("KUBECONFIG", kubeconfig.toString()), chart);
    }

    /** With the chart of this name. */
    Helm with(String name) {
        return new Helm(command, CHARTS.resolve(name));
    }

    CommandResult lint(String values) {
        return command.with("lint", "--strict", chart.toString(), "--values=-")
                .withInput(values)
                .run();
    }

    CommandResult template(String release, String values, String... flags) {
        return command.with("template", release, chart.toString(), "--values=-")
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
        return parsed(manifest(release, values));
    }

    static List<JsonNode> parsed(String yaml) {
        Iterable<Object> documents = new Load(LoadSettings.builder().build()).loadAllFromString(yaml);
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> new ObjectMapper().<JsonNode>valueToTree(document))
                .toList();
    }

    /** Installs a release, or upgrades it; everything of it is ready when this returns. */
    String upgrade(String release, String values, String... flags) {
        return command.with("upgrade", release, chart.toString(), "--install", "--values=-", "--wait", "--timeout=60s")
                .with(flags)
                .withInput(values)
                .output();
    }

    /** Any other command. */
    String run(String... arguments) {
        return command.with(arguments).output();
    }
}
