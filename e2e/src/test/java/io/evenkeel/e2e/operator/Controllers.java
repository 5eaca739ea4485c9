package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.kubernetes.ApiClient;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.tools.Scratch;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/**
 * The controllers of a control plane, with an API server in the place of k0s: each has the server that its pod says beside it, and
 * asks no other. They are counted from 0.
 */
final class Controllers implements AutoCloseable {

    private final Scratch scratch = Scratch.create();
    private final List<Sidecar> servers = new ArrayList<>();
    private final List<KubeApiServer> apiServers = new CopyOnWriteArrayList<>();
    private final List<ApiClient> clients = new CopyOnWriteArrayList<>();
    private final Plane plane;
    private final Path hosts;
    private final String prefix;

    /** Those of all its pods, ready. */
    Controllers(Plane plane) throws IOException {
        this.plane = plane;
        this.hosts = Sidecar.hosts(plane, scratch.root());
        this.prefix = "--etcd-prefix=" + etcdPrefix(plane);
        for (Pod pod : plane.pods()) {
            servers.add(new Sidecar(plane, pod, scratch.folder(pod.getMetadata().getName()), hosts));
        }
        servers.forEach(Sidecar::awaitReady);
        List<CompletableFuture<KubeApiServer>> starting = IntStream.range(0, servers.size())
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> startApiServer(i, "api-" + i)))
                .toList();
        starting.forEach(started -> apiServers.add(started.join()));
        apiServers.forEach(apiServer -> clients.add(apiServer.client()));
    }

    private KubeApiServer startApiServer(int number, String folder) {
        return KubeApiServer.start(scratch.folder(folder), number + 1, List.of(servers.get(number)), prefix);
    }

    /**
     * Ends one as the kubelet does, the API server before the server beside it, and starts another in its place, ready when this
     * returns.
     */
    void replace(int number, Pod pod) throws IOException {
        apiServers.get(number).close();
        servers.get(number).close();
        String name = pod.getMetadata().getName() + "-" + pod.getMetadata().getUid();
        servers.set(number, new Sidecar(plane, pod, scratch.folder(name), hosts));
        servers.get(number).awaitReady();
        apiServers.set(number, startApiServer(number, "api-" + name));
        clients.set(number, apiServers.get(number).client());
    }

    private static String etcdPrefix(Plane plane) {
        return Serialization.unmarshal(plane.k0sConfig(), GenericKubernetesResource.class)
                .get("spec", "storage", "etcd", "externalCluster", "etcdPrefix");
    }

    /** Of all of them; the one of a controller that was replaced takes the place of the one before. */
    List<ApiClient> clients() {
        return clients;
    }

    /** Administrators', one for each. */
    List<Path> kubeconfigs() {
        return apiServers.stream().map(KubeApiServer::kubeconfig).toList();
    }

    /** Who say so themselves; none or several only for a moment. */
    List<Integer> leaders() {
        return IntStream.range(0, servers.size()).filter(this::leads).boxed().toList();
    }

    private boolean leads(int number) {
        try {
            return servers.get(number).leads();
        } catch (IOException e) {
            throw new UncheckedIOException("no metrics", e);
        }
    }

    /** {@code kill -9} of the others, all at once. */
    void killAllBut(int survivor) {
        List<CompletableFuture<Void>> killing = IntStream.range(0, servers.size())
                .filter(number -> number != survivor)
                .mapToObj(number -> CompletableFuture.allOf(
                        CompletableFuture.runAsync(servers.get(number)::kill),
                        CompletableFuture.runAsync(apiServers.get(number)::kill)))
                .toList();
        killing.forEach(CompletableFuture::join);
    }

    @Override
    public void close() {
        apiServers.forEach(KubeApiServer::close);
        servers.forEach(Sidecar::close);
        scratch.close();
    }
}
