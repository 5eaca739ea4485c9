package io.evenkeel.perf.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadRunTest {

    private static final int PODS = 1_003;
    private static final int CLIENTS = 5;

    private final FakeServer fake = new FakeServer();
    private final KeySpace keys = new KeySpace(PODS, 16, 1);
    private Server server;
    private List<Connection> connections;

    @BeforeEach
    void connect() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(fake)
                .build()
                .start();
        connections = Connection.open(List.of(server.getPort()), 3);
    }

    @AfterEach
    void disconnect() {
        connections.forEach(Connection::close);
        server.shutdownNow();
    }

    @Test
    void fillsEveryKeyOnce() {
        Fill.all(keys, connections, 7);

        assertThat(fake.revisions).hasSize(PODS);
        assertThat(fake.revision).hasValue(1 + PODS);
    }

    @Test
    void countsNothingOutsideTheWindow() {
        Fill.all(keys, connections, 7);
        var window =
                WorkloadKind.UPDATE.run(keys, connections, CLIENTS).measure(Duration.ofMillis(200), fake.revision::get);

        assertThat(window.latencies().count())
                .isPositive()
                .isLessThanOrEqualTo(window.after() - window.before() + CLIENTS);
    }

    @Test
    void failsWhenAnUpdateMeetsAConflict() {
        Fill.all(keys, connections, 7);
        fake.revisions.clear();

        assertThatThrownBy(() ->
                        WorkloadKind.UPDATE.run(keys, connections, CLIENTS).measure(Duration.ofMinutes(1), () -> ""))
                .hasRootCauseInstanceOf(AssertionError.class);
    }

    @Test
    void failsWhenTheServerAnswersWithAnError() {
        assertThatThrownBy(
                        () -> WorkloadKind.GET.run(keys, connections, CLIENTS).measure(Duration.ofMinutes(1), () -> ""))
                .hasMessageContaining("UNAVAILABLE");
    }

    /** Creates and updates as etcd would; a get finds it unavailable. */
    private static final class FakeServer extends KVGrpc.KVImplBase {

        private final AtomicLong revision = new AtomicLong(1);
        private final Map<ByteString, Long> revisions = new ConcurrentHashMap<>();

        @Override
        public void txn(TxnRequest request, StreamObserver<TxnResponse> client) {
            Compare compare = request.getCompare(0);
            boolean succeeds = revisions.getOrDefault(compare.getKey(), 0L) == compare.getModRevision();
            ResponseHeader header = next();
            if (succeeds) {
                revisions.put(compare.getKey(), header.getRevision());
            }
            client.onNext(TxnResponse.newBuilder()
                    .setHeader(header)
                    .setSucceeded(succeeds)
                    .build());
            client.onCompleted();
        }

        @Override
        public void range(RangeRequest request, StreamObserver<RangeResponse> client) {
            client.onError(Status.UNAVAILABLE.asRuntimeException());
        }

        private ResponseHeader next() {
            return ResponseHeader.newBuilder()
                    .setRevision(revision.incrementAndGet())
                    .build();
        }
    }
}
