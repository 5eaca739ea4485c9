package io.evenkeel.e2e.clients;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The space quota of our servers, alone and of two that share a store, and of etcd. */
class QuotaIT {

    private final Scratch scratch = Scratch.create();

    @AfterEach
    void close() {
        scratch.close();
    }

    @ParameterizedTest
    @EnumSource
    void isUsedUpAndFreedAgain(Backend backend) {
        Backend.Datastore datastore = backend.fresh(scratch.folder("data"));
        try (EvenkeelProcess first = datastore.serve(scratch.folder("first"), "--name=1", QuotaScenario.QUOTA_FLAG)) {
            if (backend == Backend.SQLITE) {
                QuotaScenario.play(first, first);
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
