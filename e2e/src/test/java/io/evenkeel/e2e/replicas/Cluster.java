package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.TcpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Servers of one store on a database server of the tests' own. */
final class Cluster implements AutoCloseable {

    private final Scratch scratch = Scratch.create();
    private final DatabaseServer database;
    private final String store;
    private final Writing writing;
    private final List<Node> nodes = new ArrayList<>();
    private final List<TcpProxy> proxies = new ArrayList<>();

    private Cluster(DatabaseServer database, String store, Writing writing) {
        this.database = database;
        this.store = store;
        this.writing = writing;
    }

    /** As many servers of a fresh store, all of them serving. */
    static Cluster start(Backend backend, int servers) {
        Cluster cluster = prepare(backend, servers);
        cluster.startAll();
        return cluster;
    }

    static Cluster start(Backend backend, int servers, Writing writing) {
        Cluster cluster = prepare(backend, servers, writing);
        cluster.startAll();
        return cluster;
    }

    /** Places for as many servers of a fresh store, none of them running. */
    static Cluster prepare(Backend backend, int servers) {
        return prepare(backend, servers, Writing.FORWARDED);
    }

    private static Cluster prepare(Backend backend, int servers, Writing writing) {
        DatabaseServer database = DatabaseServer.of(backend);
        var cluster = new Cluster(database, "replicas-" + UUID.randomUUID(), writing);
        for (int i = 0; i < servers; i++) {
            cluster.add(database.port());
        }
        return cluster;
    }

    /** As many servers of a fresh store, each with a proxy before the database. */
    static Cluster startBehindProxies(Backend backend, int servers, Writing writing) {
        Cluster cluster = prepare(backend, 0, writing);
        for (int i = 0; i < servers; i++) {
            TcpProxy proxy = TcpProxy.to(cluster.database.port());
            cluster.proxies.add(proxy);
            cluster.add(proxy.port());
        }
        cluster.startAll();
        return cluster;
    }

    private void add(int databasePort) {
        nodes.add(new Node(nodes.size(), database.datastore(store, databasePort), scratch, writing));
    }

    /** The first alone, since two that make the tables at a time only wait for each other. */
    private void startAll() {
        nodes.getFirst().start();
        CompletableFuture.allOf(nodes.stream()
                        .skip(1)
                        .map(node -> CompletableFuture.runAsync(node::start))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    List<Node> nodes() {
        return nodes;
    }

    Node node(int id) {
        return nodes.get(id);
    }

    TcpProxy proxy(int id) {
        return proxies.get(id);
    }

    DatabaseServer database() {
        return database;
    }

    @Override
    public void close() {
        nodes.forEach(Node::close);
        proxies.forEach(TcpProxy::close);
        scratch.close();
    }
}
