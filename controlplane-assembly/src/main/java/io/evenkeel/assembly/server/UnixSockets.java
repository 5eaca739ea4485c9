package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.SocketUrl;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/**
 * The sockets in the file system that clients are served on: on Linux, where Netty has a transport of its own for them. What a
 * server left behind that did not end as it should is replaced.
 */
final class UnixSockets {

    private final List<SocketUrl> urls;
    private final Set<PosixFilePermission> mode;

    private UnixSockets(List<SocketUrl> urls, Set<PosixFilePermission> mode) {
        this.urls = urls;
        this.mode = mode;
    }

    /**
     * Makes room for them.
     *
     * @param mode who may open them
     * @throws IOException when something else is in the place of one, or there can be none on this machine
     */
    static UnixSockets prepare(List<SocketUrl> urls, Set<PosixFilePermission> mode) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("unix:// needs Linux on amd64 or arm64", Epoll.unavailabilityCause());
        }
        for (SocketUrl url : urls) {
            removeWhatIsLeft(url.path());
        }
        return new UnixSockets(urls, mode);
    }

    private static void removeWhatIsLeft(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean socket = !Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(path);
        if (!socket) {
            throw new IOException(path + " is there and is not a socket");
        }
        if (isServed(path)) {
            throw new IOException("another process listens on " + path);
        }
        Files.delete(path);
    }

    /** @throws IOException when it cannot be known: it may belong to another user */
    private static boolean isServed(Path path) throws IOException {
        try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return client.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException refused) {
            return false;
        }
    }

    List<SocketAddress> addresses() {
        return urls.stream()
                .<SocketAddress>map(url -> new DomainSocketAddress(url.path().toFile()))
                .toList();
    }

    void listenBy(NettyServerBuilder builder, EventLoops loops) {
        // grpc-java asks for keepalives of TCP on every connection, and these have none.
        builder.withChildOption(ChannelOption.SO_KEEPALIVE, null);
        loops.serveSockets(builder);
    }

    /** Lets in whom the mode says, once they are listened on. */
    void open() throws IOException {
        for (SocketUrl url : urls) {
            Files.setPosixFilePermissions(url.path(), mode);
        }
    }
}
