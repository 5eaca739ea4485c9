package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Nodes without machines, and pods for them: deployments of up to a hundred pods each, and a stateful set of ten, whose pods come
 * one after the other.
 */
final class Fleet {

    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";
    private static final String STATEFUL_SETS = "/apis/apps/v1/namespaces/default/statefulsets";
    private static final int IN_ORDER = 10;
    private static final int PER_DEPLOYMENT = 100;

    private final ApiClient client;
    private int deployments;

    Fleet(ApiClient client) {
        this.client = client;
    }

    /** Returns when all are ready. */
    void addNodes(int count) {
        for (int i = 0; i < count; i++) {
            create("/api/v1/nodes", """
                    {"metadata": {"name": "node-%1$d", "annotations": {"kwok.x-k8s.io/node": "fake"},
                                  "labels": {"kubernetes.io/hostname": "node-%1$d"}},
                     "status": {"allocatable": {"cpu": "32", "memory": "256Gi", "pods": "110"},
                                "capacity": {"cpu": "32", "memory": "256Gi", "pods": "110"}}}
                    """.formatted(i));
        }
        Await.until("ready nodes", LIMIT, () -> readyNodes() == count);
    }

    int readyNodes() {
        int ready = 0;
        for (JsonNode node : items("/api/v1/nodes")) {
            for (JsonNode condition : node.at("/status/conditions")) {
                if (condition.at("/type").asText().equals("Ready")
                        && condition.at("/status").asText().equals("True")) {
                    ready++;
                }
            }
        }
        return ready;
    }

    /** @return how long it took until all were ready, in seconds */
    double addPods(int count) {
        long start = System.nanoTime();
        create(STATEFUL_SETS, workload("ordered", IN_ORDER, "\"serviceName\": \"ordered\","));
        for (int left = count - IN_ORDER; left > 0; left -= PER_DEPLOYMENT) {
            create(DEPLOYMENTS, workload("many-" + deployments++, Math.min(left, PER_DEPLOYMENT), ""));
        }
        return untilReady(count, start);
    }

    /**
     * Has all that {@link #removePods} has left without pods have them again.
     *
     * @return how long it took until all were ready, in seconds
     */
    double addPodsAgain(int count) {
        long start = System.nanoTime();
        scale(STATEFUL_SETS + "/ordered", IN_ORDER);
        int left = count - IN_ORDER;
        for (int i = 0; i < deployments; i++) {
            scale(DEPLOYMENTS + "/many-" + i, Math.min(left, PER_DEPLOYMENT));
            left -= PER_DEPLOYMENT;
        }
        return untilReady(count, start);
    }

    private double untilReady(int count, long startNanos) {
        Await.until("ready pods", LIMIT, () -> readyPods() == count);
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static String workload(String name, int replicas, String more) {
        return """
                {"metadata": {"name": "%1$s"},
                 "spec": {"replicas": %2$d, %3$s "selector": {"matchLabels": {"app": "%1$s"}},
                          "template": {"metadata": {"labels": {"app": "%1$s"}},
                                       "spec": {"containers": [{"name": "c", "image": "none"}]}}}}
                """.formatted(name, replicas, more);
    }

    int readyPods() {
        int ready = 0;
        for (String path : new String[] {DEPLOYMENTS, STATEFUL_SETS}) {
            for (JsonNode workload : items(path)) {
                ready += workload.at("/status/readyReplicas").asInt();
            }
        }
        return ready;
    }

    /** @return how long it took until no pod was left, in seconds */
    double removePods() {
        long start = System.nanoTime();
        scale(STATEFUL_SETS + "/ordered", 0);
        for (int i = 0; i < deployments; i++) {
            scale(DEPLOYMENTS + "/many-" + i, 0);
        }
        Await.until(
                "the end of the last pod",
                LIMIT,
                () -> items("/api/v1/namespaces/default/pods?limit=1").isEmpty());
        return (System.nanoTime() - start) / 1e9;
    }

    /** Has a deployment have so many pods, sooner or later. */
    void scaleDeployment(int number, int replicas) {
        scale(DEPLOYMENTS + "/many-" + number, replicas);
    }

    int deployments() {
        return deployments;
    }

    private void scale(String path, int replicas) {
        try {
            ApiClient.Answer answer = client.mergePatch(path, "{\"spec\": {\"replicas\": %d}}".formatted(replicas));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void create(String path, String body) {
        try {
            ApiClient.Answer answer = client.post(path, body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode items(String path) {
        try {
            ApiClient.Answer answer = client.get(path);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer.json().at("/items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
