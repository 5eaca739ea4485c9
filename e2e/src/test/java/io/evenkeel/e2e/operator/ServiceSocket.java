package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.tools.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for a Service of the cluster, and for its DNS: a socket in the file system that is called after the host and the port, since
 * etcd's client takes that name for the server's when it checks a certificate. Each connection leads to the next of the pods that
 * takes it.
 */
final class ServiceSocket implements ServerUnderTest {

    private static final int PIECE_BYTES = 64 * 1024;

    private final Path socket;
    private final List<Sidecar> pods;
    private final ServerSocketChannel listener;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * Listens.
     *
     * @param url by which the Service is known in the cluster
     * @param pods those that it leads to
     */
    ServiceSocket(URI url, Path folder, List<Sidecar> pods) throws IOException {
        this.socket = folder.resolve(url.getAuthority());
        this.pods = pods;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(this::accept);
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel client = listener.accept();
                Thread.ofVirtual().start(() -> connect(client));
            } catch (IOException e) {
                // closed, or a client that has gone already
            }
        }
    }

    private void connect(SocketChannel client) {
        int first = connections.getAndIncrement();
        for (int i = 0; i < pods.size(); i++) {
            int port = pods.get((first + i) % pods.size()).port();
            SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            try {
                SocketChannel server = SocketChannel.open(address);
                Thread.ofVirtual().start(() -> pass(client, server));
                pass(server, client);
                return;
            } catch (IOException refused) {
                // the next one may be there
            }
        }
        close(client);
    }

    /** Until either is closed, and with it the other. */
    private static void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        try (from;
                to) {
            while (from.read(piece) >= 0) {
                piece.flip();
                while (piece.hasRemaining()) {
                    var _ = to.write(piece);
                }
                piece.clear();
            }
        } catch (IOException e) {
            // one of them has gone
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** None: only by its socket. */
    @Override
    public int port() {
        throw new UnsupportedOperationException("it has no port");
    }

    /** With TLS. */
    @Override
    public String url() {
        return "unixs://" + socket;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close", e);
        }
    }
}
