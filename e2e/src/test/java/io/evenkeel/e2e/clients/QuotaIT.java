package io.evenkeel.e2e.clients;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The space quota of our servers, alone and of two that share a store, and of etcd. */
class QuotaIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** What is kept free for later, 2 MiB, and some; four MiB were used. */
    private static final long SHRUNK_BYTES = 3 << 20;

    private final Scratch scratch = Scratch.create();

    @AfterEach
    void close() {
        scratch.close();
    }

    @ParameterizedTest
    @EnumSource
    void isUsedUpAndFreedAgain(Backend backend) {
        Path data = scratch.folder("data");
        Backend.Datastore datastore = backend.fresh(data);
        try (EvenkeelProcess first = datastore.serve(scratch.folder("first"), "--name=1", QuotaScenario.QUOTA_FLAG)) {
            if (backend == Backend.SQLITE) {
                QuotaScenario.play(first, first);
                // As after etcd's defrag, though not because of it.
                File file = data.resolve("evenkeel.db").toFile();
                Await.until(() -> "a smaller file than " + file.length(), LIMIT, () -> file.length() < SHRUNK_BYTES);
                return;
            }
            try (EvenkeelProcess second =
                    datastore.serve(scratch.folder("second"), "--name=2", QuotaScenario.QUOTA_FLAG)) {
                QuotaScenario.play(first, second);
            }
        }
    }

    @Test
    void isUsedUpAndFreedAgainAsInEtcd() {
        try (EtcdProcess etcd = EtcdProcess.start(scratch.folder("etcd"), QuotaScenario.QUOTA_FLAG)) {
            QuotaScenario.play(etcd, etcd);
        }
    }
}
