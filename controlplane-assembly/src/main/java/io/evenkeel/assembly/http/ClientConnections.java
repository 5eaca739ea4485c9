package io.evenkeel.assembly.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections of clients, on all addresses together. One more than there may be is closed at once. */
public final class ClientConnections {

    private static final Logger logger = LoggerFactory.getLogger(ClientConnections.class);

    /** Files that the server opens itself: etcd's {@code reservedInternalFDNum}. */
    private static final int OWN_FILES = 150;

    /** More than an idle connection takes of the heap. */
    private static final int CONNECTION_BYTES = 64 << 10;

    private final int max;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean complained = new AtomicBoolean();

    private ClientConnections(int max) {
        this.max = max;
    }

    /** @param configured the most there may be; zero for as many as open files and memory allow */
    public static ClientConnections atMost(int configured) {
        return new ClientConnections(configured > 0 ? configured : Math.max(1, Math.min(files(), memory())));
    }

    private static int files() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? Math.clamp(system.getMaxFileDescriptorCount() - OWN_FILES, 1, Integer.MAX_VALUE)
                : Integer.MAX_VALUE;
    }

    private static int memory() {
        return Math.clamp(Runtime.getRuntime().maxMemory() / CONNECTION_BYTES, 1, Integer.MAX_VALUE);
    }

    /** How many there are. */
    public int open() {
        return open.get();
    }

    /** Counts in a connection until it is closed; false when it is one too many. */
    boolean admit(Channel connection) {
        if (open.incrementAndGet() > max) {
            open.decrementAndGet();
            if (complained.compareAndSet(false, true)) {
                logger.warn(
                        "Refusing connections beyond {}; raise --max-connections, the limit of open files or the heap",
                        max);
            }
            return false;
        }
        var _ = connection.closeFuture().addListener(closed -> open.decrementAndGet());
        return true;
    }
}
