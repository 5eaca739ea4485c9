package io.evenkeel.e2e.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A watch of objects through one API server, as an informer keeps it: when it ends it is taken up again from the revision it
 * has come to. To be told that this is too old would mean to list everything again; that is noted as a failure.
 */
public final class ApiWatch implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiClient client;
    private final String path;
    private final Map<String, List<String>> events = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final Thread thread;
    private String resourceVersion;
    private long lastRevision;
    private volatile boolean closed;

    private ApiWatch(ApiClient client, String path, String resourceVersion) {
        this.client = client;
        this.path = path;
        this.resourceVersion = resourceVersion;
        this.thread = Thread.ofVirtual().unstarted(this::follow);
    }

    /** @param path of a list that is made here; what happens after it is watched */
    public static ApiWatch start(ApiClient client, String path) throws IOException {
        String now = client.get(path).json().at("/metadata/resourceVersion").asText();
        var watch = new ApiWatch(client, path, now);
        watch.thread.start();
        return watch;
    }

    private void follow() {
        while (!closed && failures().isEmpty()) {
            String from = path + "&watch=1&allowWatchBookmarks=true&resourceVersion=" + resourceVersion;
            try (Stream<String> lines = client.lines(from).body()) {
                lines.forEach(this::take);
            } catch (IOException | UncheckedIOException broken) {
                // from the next server, or when this one is back
            }
        }
    }

    private synchronized void take(String line) {
        JsonNode event;
        try {
            event = JSON.readTree(line);
        } catch (JsonProcessingException cut) {
            return;
        }
        String type = event.at("/type").asText();
        JsonNode object = event.at("/object");
        switch (type) {
            case "BOOKMARK" ->
                resourceVersion = object.at("/metadata/resourceVersion").asText();
            case "ADDED", "MODIFIED", "DELETED" -> {
                resourceVersion = object.at("/metadata/resourceVersion").asText();
                long revision = Long.parseLong(resourceVersion);
                if (revision <= lastRevision) {
                    failures.add("revision " + revision + " after " + lastRevision);
                }
                lastRevision = revision;
                events.computeIfAbsent(object.at("/metadata/name").asText(), _ -> new ArrayList<>())
                        .add((type + " " + object.at("/data/n").asText()).strip());
            }
            default -> {
                if (object.at("/code").asInt() == 410) {
                    failures.add("has to begin anew: " + line);
                }
            }
        }
    }

    /** What it has been told of each of them so far, in words. */
    public synchronized Map<String, List<String>> events() {
        var copy = new LinkedHashMap<String, List<String>>();
        events.forEach((name, seen) -> copy.put(name, List.copyOf(seen)));
        return copy;
    }

    public synchronized List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
