package io.evenkeel.e2e.charts;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * A container of a pod, as a kubelet reads it.
 *
 * @param spec the container's, of an object in Kubernetes
 * @param pod the name of the pod
 * @param namespace where it is
 * @param root the folder that is in the place of /etc/evenkeel
 */
record Container(JsonNode spec, String pod, String namespace, Path root) {

    private static final String MOUNTED = "/etc/evenkeel";

    /** The arguments, with the variables put in; or the command, of what has one. */
    List<String> words(String field) {
        Map<String, String> environment = environment();
        return StreamSupport.stream(spec.path(field).spliterator(), false)
                .map(word -> replaced(word.asText(), environment))
                .toList();
    }

    /** The variables that the container is given, those of Secrets left out. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : spec.path("env")) {
            String value = switch (variable.at("/valueFrom/fieldRef/fieldPath").asText()) {
                case "metadata.name" -> pod;
                case "metadata.namespace" -> namespace;
                default -> variable.path("value").asText();
            };
            environment.put(variable.path("name").asText(), value);
        }
        return environment;
    }

    private String replaced(String word, Map<String, String> environment) {
        String replaced = word.replace(MOUNTED, root.toString());
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            replaced = replaced.replace("$(" + variable.getKey() + ")", variable.getValue());
        }
        return replaced;
    }

    /** Where a probe asks, on this machine. */
    String probed(String probe) {
        JsonNode request = spec.path(probe).path("httpGet");
        for (JsonNode port : spec.path("ports")) {
            if (port.path("name").asText().equals(request.path("port").asText())) {
                return "http://127.0.0.1:" + port.path("containerPort").asInt()
                        + request.path("path").asText();
            }
        }
        throw new AssertionError("no port for " + request);
    }
}
