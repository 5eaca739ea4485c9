package io.evenkeel.e2e.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import io.evenkeel.e2e.tools.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A cluster's three nodes, in a zone each: a real scheduler assigns pods to them, and kwok calls those ready at once that are
 * assigned. None runs. The cluster has to have its {@code node-lifecycle-controller}.
 */
public final class Nodes implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String ALL = "--selector=kubernetes.io/hostname";
    private static final List<String> ZONES = List.of("a", "b", "c");

    private final Kubectl kubectl;
    private final Component scheduler;
    private final Component kwok;

    private Nodes(Kubectl kubectl, Component scheduler, Component kwok) {
        this.kubectl = kubectl;
        this.scheduler = scheduler;
        this.kwok = kwok;
    }

    /**
     * Starts and adds them; pods may be assigned to them when this returns.
     *
     * @param stages what else happens to pods
     */
    public static Nodes start(Path folder, KubeApiServer apiServer, Path... stages) {
        var nodes = new Nodes(
                apiServer.kubectl(),
                Component.scheduler(inside(folder, "scheduler"), apiServer),
                Component.kwok(inside(folder, "kwok"), apiServer, stages));
        ZONES.forEach(nodes::add);
        // All, or pods would crowd on the first.
        Await.until("nodes", LIMIT, nodes::areReady);
        return nodes;
    }

    private static Path inside(Path folder, String name) {
        try {
            return Files.createDirectory(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String zone) {
        var _ = kubectl.linesWith("""
                apiVersion: v1
                kind: Node
                metadata:
                  name: node-%1$s
                  annotations: {kwok.x-k8s.io/node: fake}
                  labels: {kubernetes.io/hostname: node-%1$s, topology.kubernetes.io/zone: %1$s}
                status:
                  allocatable: {cpu: "32", memory: 256Gi, ephemeral-storage: 100Gi, pods: "110"}
                  capacity: {cpu: "32", memory: 256Gi, ephemeral-storage: 100Gi, pods: "110"}
                """.formatted(zone), "create");
    }

    private boolean areReady() {
        JsonNode nodes = kubectl.json("get", "nodes").path("items");
        return StreamSupport.stream(nodes.spliterator(), false)
                .allMatch(node -> node.at("/spec/taints").isMissingNode());
    }

    /** Until it is closed pods are assigned to no node, and do not get ready. */
    public interface Cordon extends AutoCloseable {

        /** Lets those be assigned that wait. */
        @Override
        void close();
    }

    public Cordon cordon() {
        var _ = kubectl.lines("cordon", ALL);
        return () -> kubectl.lines("uncordon", ALL);
    }

    @Override
    public void close() {
        kwok.close();
        scheduler.close();
    }
}
