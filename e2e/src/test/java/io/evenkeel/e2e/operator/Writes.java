package io.evenkeel.e2e.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The requests by which a client would change something, those that change nothing after all included: versions of objects do not
 * tell of these.
 */
final class Writes implements Interceptor {

    private final Queue<String> requests = new ConcurrentLinkedQueue<>();

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
        if (!request.method().equals("GET")) {
            requests.add(request.method() + " " + request.uri().getPath());
        }
    }

    void forget() {
        requests.clear();
    }

    /** Those since then of objects that are called this, or begin with this and a dash. */
    List<String> of(String name) {
        return requests.stream()
                .filter(request -> request.matches(".*/" + name + "(-[a-z0-9]+)?(/.*)?"))
                .toList();
    }
}
