package io.evenkeel.e2e.http;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code --auto-compaction-retention}, told by the metrics. */
class AutoCompactionIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(Backend.class)
    void followsTheHead(Backend backend) {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = backend.fresh(scratch.folder("data"))
                        .serve(scratch.folder("evenkeel"), "--auto-compaction-retention=1s");
                Http http = new Http()) {
            for (double compacted : new double[] {5, 10}) {
                Await.until("a compaction beyond " + compacted, LIMIT, () -> {
                    MetricsIT.putOne(server.port());
                    return MetricsIT.page(http, server.url()).value("etcd_debugging_mvcc_compact_revision") > compacted;
                });
            }
        }
    }
}
