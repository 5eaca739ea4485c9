package io.evenkeel.e2e.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Config maps of one label, written through several API servers in turn, each change repeated until it is known to be done. What
 * was done twice by that is no event: a second create is refused, and a change to what is there already is none.
 */
public final class ConfigMaps {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String PATH = "/api/v1/namespaces/default/configmaps";
    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final List<ApiClient> clients;
    private final String label;
    private final Map<String, List<String>> events = new LinkedHashMap<>();
    private final Set<String> present = new TreeSet<>();
    private int calls;
    private List<String> mostTries = List.of();

    /** One try of a change. */
    private interface Change {
        ApiClient.Answer tryWith(ApiClient client) throws IOException;
    }

    public ConfigMaps(List<ApiClient> clients, String label) {
        this.clients = clients;
        this.label = label;
    }

    /** Where they are, for lists and watches. */
    public String path() {
        return PATH + "?labelSelector=test%3D" + label;
    }

    public void create(String name) {
        String body = """
                {"apiVersion": "v1", "kind": "ConfigMap",
                 "metadata": {"name": "%s", "labels": {"test": "%s"}}, "data": {"n": "0"}}
                """.formatted(name, label);
        untilDone("create " + name, Set.of(CREATED, CONFLICT), client -> client.post(PATH, body));
        note(name, "ADDED 0");
        present.add(name);
    }

    public void change(String name, int n) {
        String patch = "{\"data\": {\"n\": \"%d\"}}".formatted(n);
        untilDone("change " + name, Set.of(OK), client -> client.mergePatch(PATH + "/" + name, patch));
        note(name, "MODIFIED " + n);
    }

    public void delete(String name) {
        String last = events.getOrDefault(name, List.of("ADDED 0")).getLast();
        untilDone("delete " + name, Set.of(OK, NOT_FOUND), client -> client.delete(PATH + "/" + name));
        note(name, "DELETED" + last.substring(last.indexOf(' ')));
        present.remove(name);
    }

    private void note(String name, String event) {
        events.computeIfAbsent(name, _ -> new ArrayList<>()).add(event);
    }

    private void untilDone(String what, Set<Integer> done, Change change) {
        var tries = new ArrayList<String>();
        Await.until(() -> what + ", last of all " + tries.getLast(), LIMIT, () -> {
            int server = calls++ % clients.size();
            try {
                ApiClient.Answer answer = change.tryWith(clients.get(server));
                tries.add(what + " at " + server + ": " + answer);
                return done.contains(answer.status());
            } catch (IOException e) {
                tries.add(what + " at " + server + ": " + e);
                return false;
            }
        });
        if (tries.size() > mostTries.size()) {
            mostTries = tries;
        }
    }

    /** What became of the tries of that change which had to be tried most often; each is at the next API server. */
    public List<String> mostTries() {
        return mostTries;
    }

    /** What has happened to each of them, in words. */
    public Map<String, List<String>> events() {
        return events;
    }

    Set<String> present() {
        return present;
    }

    /** What those that are there ought to hold. */
    public Map<String, String> values() {
        var values = new TreeMap<String, String>();
        for (String name : present) {
            String last = events.getOrDefault(name, List.of()).getLast();
            values.put(name, last.substring(last.indexOf(' ') + 1));
        }
        return values;
    }

    /** What one API server reads of them from its datastore, one by one; of those that it does not find, nothing. */
    public Map<String, String> read(ApiClient client) throws IOException {
        var values = new TreeMap<String, String>();
        for (String name : present) {
            ApiClient.Answer answer = client.get(PATH + "/" + name);
            if (answer.status() == OK) {
                values.put(name, answer.json().at("/data/n").asText());
            } else if (answer.status() != NOT_FOUND) {
                throw new IOException(answer.toString());
            }
        }
        return values;
    }

    /** The names that one API server lists, in pages of so many. */
    Set<String> list(ApiClient client, int pageSize) throws IOException {
        var names = new TreeSet<String>();
        String next = "";
        do {
            ApiClient.Answer answer = client.get(path() + "&limit=" + pageSize + "&continue=" + next);
            if (answer.status() != OK) {
                throw new IOException(answer.toString());
            }
            JsonNode page = answer.json();
            page.at("/items")
                    .forEach(item -> names.add(item.at("/metadata/name").asText()));
            next = page.at("/metadata/continue").asText();
        } while (!next.isEmpty());
        return names;
    }
}
