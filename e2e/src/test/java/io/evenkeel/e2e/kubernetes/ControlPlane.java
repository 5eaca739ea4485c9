package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.Scratch;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Two API servers, each of which knows both of two servers that share a database, and a controller manager. Servers and database
 * can be killed and started again; the API servers stay. They compare their caches with the datastore every few seconds, and end at
 * any difference.
 */
final class ControlPlane implements AutoCloseable {

    private static final int SIZE = 2;
    private static final String CONTROLLERS = "namespace-controller,garbage-collector-controller";
    private static final String EVENT_TTL = "5s";

    private final Scratch scratch = Scratch.create();
    private final DatabaseServer database;
    private final Backend.Datastore datastore;
    private final List<Integer> ports = new ArrayList<>();
    private final List<EvenkeelProcess> servers = new ArrayList<>();
    private final List<KubeApiServer> apiServers;
    private Component controllers;
    private int starts;

    private ControlPlane(Backend backend) {
        this.database = DatabaseServer.of(backend);
        this.datastore = database.datastore("kubernetes-" + UUID.randomUUID(), database.port());
        for (int i = 0; i < SIZE; i++) {
            ports.add(FreePorts.take());
            servers.add(serve(i));
        }
        List<CompletableFuture<KubeApiServer>> starting = IntStream.rangeClosed(1, SIZE)
                .mapToObj(number -> CompletableFuture.supplyAsync(() -> KubeApiServer.startChecked(
                        scratch.folder("apiserver-" + number), number, servers, "--event-ttl=" + EVENT_TTL)))
                .toList();
        this.apiServers = starting.stream().map(CompletableFuture::join).toList();
        this.controllers = startControllers();
    }

    private Component startControllers() {
        return Component.controllerManager(
                scratch.folder("controllers-" + starts++), apiServers.getFirst(), CONTROLLERS);
    }

    /** All of it serving, on a fresh store. */
    static ControlPlane start(Backend backend) {
        return new ControlPlane(backend);
    }

    /** Of the API servers. */
    List<ApiClient> clients() {
        return apiServers.stream().map(KubeApiServer::client).toList();
    }

    List<EvenkeelProcess> servers() {
        return servers;
    }

    void killServer(int number) {
        servers.get(number).process().kill();
    }

    void startServer(int number) {
        servers.get(number).close();
        servers.set(number, serve(number));
    }

    private EvenkeelProcess serve(int number) {
        return datastore.serveAt(
                ports.get(number), scratch.folder("server-" + number + "-" + starts++), "--name=server-" + number);
    }

    /** As when its machine fails and comes back. */
    void restartDatabase() {
        database.process().killAll();
        database.restart();
    }

    /** A controller manager ends when it could not renew its lease for a while, and is started again by whoever looks after it. */
    void restartEndedControllers() {
        if (!controllers.isAlive()) {
            controllers.close();
            controllers = startControllers();
        }
    }

    void assertThatApiServersHaveNotRestarted() {
        assertThat(apiServers).allMatch(KubeApiServer::isAlive);
    }

    @Override
    public void close() {
        controllers.close();
        apiServers.forEach(KubeApiServer::close);
        servers.forEach(EvenkeelProcess::close);
        scratch.close();
    }
}
