package io.evenkeel.perf.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of the loopback interface behind which another one seems to be further away than it is. */
final class FarProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int port;
    private final long oneWayNanos;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

    private FarProxy(ServerSocket listener, int port, long oneWayNanos) {
        this.listener = listener;
        this.port = port;
        this.oneWayNanos = oneWayNanos;
    }

    /** @param roundTrip how much longer a request and its answer take together */
    static FarProxy to(int port, Duration roundTrip) {
        try {
            var proxy = new FarProxy(
                    new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), port, roundTrip.toNanos() / 2);
            Thread.ofPlatform().daemon().name("far-accept").start(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = opened(listener.accept());
                Socket server = opened(new Socket(InetAddress.getLoopbackAddress(), port));
                DelayedPipe.start(client, server, oneWayNanos);
                DelayedPipe.start(server, client, oneWayNanos);
            }
        } catch (IOException e) {
            close();
        }
    }

    private Socket opened(Socket socket) throws IOException {
        sockets.add(socket);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
