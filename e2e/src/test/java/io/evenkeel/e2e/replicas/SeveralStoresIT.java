package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two stores in one database, with the same traffic on both, down to the names of keys and leases, at the same time: neither
 * notices the other's revisions, compactions or leases.
 */
class SeveralStoresIT {

    private static final int ANSWERS = 2000;
    private static final int QUOTA = 4 << 20;
    private static final ByteString VALUE = ByteString.copyFrom(new byte[100_000]);

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void areIndependent(Backend backend) {
        try (Cluster one = Cluster.start(backend, 2);
                Cluster other = Cluster.start(backend, 2);
                Traffic traffic = Traffic.start(one.nodes(), 8);
                Traffic otherTraffic = Traffic.start(other.nodes(), 8)) {
            traffic.awaitAnswers(ANSWERS);
            otherTraffic.awaitAnswers(ANSWERS);
            Verdict.pass("one of two stores on " + backend, traffic.finish(one.nodes()));
            Verdict.pass("the other of two stores on " + backend, otherTraffic.finish(other.nodes()));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void aFullOneDoesNotFillTheOther(Backend backend) {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess full = serve(backend, scratch, "full");
                EvenkeelProcess other = serve(backend, scratch, "other");
                Stubs ofFull = Stubs.of(full);
                Stubs ofOther = Stubs.of(other)) {
            for (int writes = 1; put(ofFull); writes++) {
                assertThat(writes * VALUE.size()).isLessThan(2 * QUOTA);
            }

            assertThat(put(ofOther)).isTrue();
            assertThat(ofOther.status().getErrorsList()).isEmpty();
            assertThat(ofFull.status().getErrorsList()).anyMatch(error -> error.contains("NOSPACE"));
        }
    }

    private static EvenkeelProcess serve(Backend backend, Scratch scratch, String name) {
        return backend.fresh(scratch.folder("data")).serve(scratch.folder(name), "--quota-backend-bytes=" + QUOTA);
    }

    /** Whether there was room. */
    private static boolean put(Stubs server) {
        try {
            var _ = server.kv()
                    .put(PutRequest.newBuilder()
                            .setKey(ByteString.copyFromUtf8("key"))
                            .setValue(VALUE)
                            .build());
            return true;
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            return false;
        }
    }
}
