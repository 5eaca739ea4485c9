package io.evenkeel.e2e.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way through to a port on which connections can be cut, held up and delayed. It understands nothing of what it passes on:
 * a piece is what came at once.
 */
public final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final PassageRules rules = new PassageRules();

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** One that leads to this port of this machine. */
    public static TcpProxy to(int target) {
        try {
            var proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen", e);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What may pass, when; to be changed at any time. */
    public PassageRules rules() {
        return rules;
    }

    /** Cuts all connections. */
    public void cutAll() {
        connections.forEach(ProxiedConnection::cut);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                // closed, or a client that has gone already
            }
        }
    }

    private void connect(Socket client) {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            server.setOption(StandardSocketOptions.TCP_NODELAY, true);
            var connection = new ProxiedConnection(client, server, rules);
            connections.add(connection);
            connection.pass(() -> connections.remove(connection));
        } catch (IOException refused) {
            ProxiedConnection.close(client);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close", e);
        }
        rules.open();
        cutAll();
    }
}
