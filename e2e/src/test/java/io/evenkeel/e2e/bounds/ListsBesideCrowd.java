package io.evenkeel.e2e.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Large lists sent, one after the other on each of some connections, while many connections and watches are open, something is
 * written that all watches see, and connections are pinged: one on which nothing happens, and each of those with lists.
 */
final class ListsBesideCrowd implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final int VALUE_BYTES = 100_000;
    private static final long PING_PAUSE_NANOS = Duration.ofMillis(20).toNanos();
    private static final int PINGS_PER_PUT = 25;
    private static final String LARGE = "/registry/large/";
    private static final String WATCHED = "/registry/watched/";
    private static final RangeRequest LIST = RangeRequest.newBuilder()
            .setKey(ByteString.copyFromUtf8(LARGE))
            .setRangeEnd(ByteString.copyFromUtf8("/registry/large0"))
            .build();

    private final EvenkeelProcess server;
    private final int largeKeys;
    private final ManagedChannel channel;
    private final KVGrpc.KVBlockingStub kv;
    private final List<Long> quietPings = new ArrayList<>();
    private final List<Long> busyPings = new ArrayList<>();
    private final AtomicInteger listsDone = new AtomicInteger();
    private long puts;

    ListsBesideCrowd(EvenkeelProcess server, int largeKeys) {
        this.server = server;
        this.largeKeys = largeKeys;
        this.channel = NettyChannelBuilder.forAddress(server.host(), server.port())
                .usePlaintext()
                .build();
        this.kv = KVGrpc.newBlockingStub(channel);
    }

    void fill() {
        ByteString value = ByteString.copyFrom(new byte[VALUE_BYTES]);
        for (int i = 0; i < largeKeys; i++) {
            put(LARGE + i, value);
        }
    }

    Crowd gather(int connections, int watches) {
        return new Crowd(server, connections, watches, WATCHED);
    }

    /** Every list is whole, every ping answered and every event seen by every watch when this returns. */
    void run(Crowd crowd, int watches, int listConnections, int lists) {
        List<RawConnection> busy = new ArrayList<>();
        try (var quiet = new RawConnection(server)) {
            for (int i = 0; i < listConnections; i++) {
                busy.add(new RawConnection(server));
            }
            List<CompletableFuture<Void>> listing =
                    busy.stream().map(each -> listFor(each, lists)).toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(listing.toArray(CompletableFuture<?>[]::new));
            for (int turn = 0; !all.isDone(); turn++) {
                CompletableFuture<Long> quietly = quiet.ping();
                CompletableFuture<Long> busily =
                        busy.get(turn % listConnections).ping();
                quietPings.add(await(quietly));
                busyPings.add(await(busily));
                if (turn % PINGS_PER_PUT == 0) {
                    put(WATCHED + puts, ByteString.copyFromUtf8("v"));
                    puts++;
                }
                LockSupport.parkNanos(PING_PAUSE_NANOS);
            }
            await(all);
            Await.until(
                    () -> puts * watches + " events, of which there came " + crowd.events(),
                    LIMIT,
                    () -> crowd.events() == puts * watches);
            assertThat(crowd.ended()).as("watches that ended").isZero();
        } finally {
            busy.forEach(RawConnection::close);
        }
    }

    private CompletableFuture<Void> listFor(RawConnection connection, int lists) {
        return connection.list(LIST).thenComposeAsync(bytes -> {
            assertThat(bytes).isGreaterThan((long) largeKeys * VALUE_BYTES);
            listsDone.incrementAndGet();
            return lists > 1 ? listFor(connection, lists - 1) : CompletableFuture.completedFuture(null);
        });
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void put(String key, ByteString value) {
        var _ = kv.put(PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key))
                .setValue(value)
                .build());
    }

    List<Long> quietPings() {
        return quietPings;
    }

    List<Long> busyPings() {
        return busyPings;
    }

    int lists() {
        return listsDone.get();
    }

    /** What was written for all watches to see. */
    long puts() {
        return puts;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
