package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.HashKVRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.DatabaseServer;
import io.evenkeel.e2e.tools.FolderCopy;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The database comes back with less than it had, as after a failover to a standby that lagged or from a backup: no server
 * takes what follows for a continuation of what it knew.
 */
class LostHistoryIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int KEPT = 20;
    private static final int LOST = 5;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void beginsANewCluster(Backend backend) {
        try (Scratch backups = Scratch.create();
                Cluster cluster = Cluster.start(backend, 2)) {
            DatabaseServer database = cluster.database();
            put(cluster.node(0), "kept/", KEPT);
            ResponseHeader kept = everything(cluster.node(1)).getHeader();
            Path backup = backups.root().resolve("backup");
            database.process().killAll();
            FolderCopy.copy(database.data(), backup);
            database.restart();

            List<CompletableFuture<Void>> watches = cluster.nodes().stream()
                    .map(LostHistoryIT::watchUntilItEnds)
                    .toList();
            put(cluster.node(1), "lost/", LOST);
            database.process().killAll();
            FolderCopy.replace(database.data(), backup);
            database.restart();

            for (CompletableFuture<Void> watch : watches) {
                Await.until("the end of a watch", LIMIT, watch::isDone);
            }
            for (Node node : cluster.nodes()) {
                Await.until(
                        "a new cluster id of server " + node.id(),
                        LIMIT,
                        () -> serves(node) && everything(node).getHeader().getClusterId() != kept.getClusterId());
                assertThat(node.log()).contains("History was lost");
            }
            checkFreshStart(cluster, kept);
        }
    }

    private static void checkFreshStart(Cluster cluster, ResponseHeader kept) {
        RangeResponse one = everything(cluster.node(0));
        RangeResponse other = everything(cluster.node(1));
        assertThat(one.getKvsList())
                .hasSize(KEPT)
                .allMatch(kv -> kv.getKey().toStringUtf8().startsWith("kept/"))
                .isEqualTo(other.getKvsList());
        assertThat(one.getHeader().getRevision()).isEqualTo(kept.getRevision());
        assertThat(one.getHeader().getClusterId()).isEqualTo(other.getHeader().getClusterId());
        put(cluster.node(0), "new/", 1);
        assertThat(everything(cluster.node(1)).getHeader().getRevision()).isEqualTo(kept.getRevision() + 1);
        assertThat(hash(cluster.node(0))).isEqualTo(hash(cluster.node(1)));
    }

    private static void put(Node node, String prefix, int keys) {
        for (int i = 0; i < keys; i++) {
            PutRequest put = PutRequest.newBuilder()
                    .setKey(ByteString.copyFromUtf8(prefix + i))
                    .build();
            Await.until("a put", LIMIT, () -> {
                try {
                    return node.stubs().kv().put(put).hasHeader();
                } catch (StatusRuntimeException notYet) {
                    return false;
                }
            });
        }
    }

    private static boolean serves(Node node) {
        try {
            return everything(node).hasHeader();
        } catch (StatusRuntimeException notYet) {
            node.stubs().channel().resetConnectBackoff();
            return false;
        }
    }

    private static RangeResponse everything(Node node) {
        return node.stubs().kv().range(Requests.everything());
    }

    private static int hash(Node node) {
        return node.stubs()
                .maintenance(LIMIT)
                .hashKV(HashKVRequest.getDefaultInstance())
                .getHash();
    }

    private static CompletableFuture<Void> watchUntilItEnds(Node node) {
        var created = new CompletableFuture<Void>();
        var ended = new CompletableFuture<Void>();
        StreamObserver<WatchRequest> requests = node.watchStubs().watch().watch(new StreamObserver<>() {
            @Override
            public void onNext(WatchResponse response) {
                created.complete(null);
            }

            @Override
            public void onError(Throwable failure) {
                ended.complete(null);
            }

            @Override
            public void onCompleted() {
                ended.complete(null);
            }
        });
        requests.onNext(
                WatchRequest.newBuilder().setCreateRequest(Follower.allKeys(0)).build());
        created.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        return ended;
    }
}
