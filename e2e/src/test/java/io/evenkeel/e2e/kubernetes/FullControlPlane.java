package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Page;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.ServerSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Two API servers that know all servers of a datastore, with controllers, a scheduler, and kwok in the place of nodes. */
final class FullControlPlane implements AutoCloseable {

    private static final int API_SERVERS = 2;
    private static final String CONTROLLERS = String.join(
            ",",
            "deployment-controller",
            "replicaset-controller",
            "statefulset-controller",
            "namespace-controller",
            "garbage-collector-controller",
            "endpointslice-controller",
            "node-lifecycle-controller");

    private final ServerSet datastore;
    private final List<KubeApiServer> apiServers;
    private final List<Component> components = new ArrayList<>();
    private final double secondsToReady;

    /** One server of a datastore that someone else stops. */
    private record Endpoint(int port) implements ServerUnderTest {
        @Override
        public void close() {}
    }

    private FullControlPlane(Contender contender, Path folder) {
        this.datastore = contender.start(folder(folder, "datastore"));
        List<Endpoint> endpoints = datastore.ports().stream().map(Endpoint::new).toList();
        long start = System.nanoTime();
        List<CompletableFuture<KubeApiServer>> starting = IntStream.rangeClosed(1, API_SERVERS)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> KubeApiServer.start(folder(folder, "apiserver-" + number), number, endpoints)))
                .toList();
        this.apiServers = starting.stream().map(CompletableFuture::join).toList();
        this.secondsToReady = (System.nanoTime() - start) / 1e9;
        components.add(Component.controllerManager(folder(folder, "controllers"), apiServers.getFirst(), CONTROLLERS));
        components.add(Component.scheduler(folder(folder, "scheduler"), apiServers.getLast()));
        components.add(Component.kwok(folder(folder, "kwok"), apiServers.getLast()));
    }

    /** All of it on fresh data. */
    static FullControlPlane start(Contender contender, Path folder) {
        return new FullControlPlane(contender, folder);
    }

    private static Path folder(Path parent, String name) {
        try {
            return Files.createDirectories(parent.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerSet datastore() {
        return datastore;
    }

    /** Of the first API server, through which the controllers work. */
    ApiClient first() {
        return apiServers.getFirst().client();
    }

    /** Of the other one, through which scheduler and nodes work. */
    ApiClient second() {
        return apiServers.getLast().client();
    }

    /** How long the API servers took, started at once on an empty datastore. */
    double secondsToReady() {
        return secondsToReady;
    }

    /** What the API servers have to say by now. */
    List<Page> metrics() {
        return Stream.of(first(), second())
                .map(client -> {
                    try {
                        return Page.of(client.get("/metrics").body().lines().toList());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** What the datastore takes, as an API server has it. */
    double datastoreBytes() {
        return metrics().getFirst().samples().stream()
                .filter(sample -> sample.name().equals("apiserver_storage_size_bytes"))
                .mapToDouble(Page.Sample::value)
                .max()
                .orElseThrow();
    }

    /** None has ended by itself. */
    void assertThatAllRun() {
        assertThat(apiServers).allMatch(KubeApiServer::isAlive);
        assertThat(components).allMatch(Component::isAlive);
    }

    @Override
    public void close() {
        components.forEach(Component::close);
        apiServers.forEach(KubeApiServer::close);
        datastore.close();
    }
}
