package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.log.DatastoreException;
import io.grpc.Status;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GrpcErrorsTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
                    COMPACTED,           COMPACTED
                    FUTURE_REVISION,     FUTURE_REV
                    KEY_NOT_FOUND,       KEY_NOT_FOUND
                    LEASE_NOT_FOUND,     LEASE_NOT_FOUND
                    LEASE_EXISTS,        LEASE_EXIST
                    LEASE_TTL_TOO_LARGE, LEASE_TTL_TOO_LARGE
                    TOO_MANY_REQUESTS,   TOO_MANY_REQUESTS
                    NO_SPACE,            NO_SPACE
                    CORRUPT,             CORRUPT
                    UNAVAILABLE,         NO_LEADER
                    TIMED_OUT,           TIMEOUT
                    STOPPED,             STOPPED
                    """)
    void namesEveryRefusalAsEtcdDoes(Refusal refusal, EtcdError error) {
        assertThat(GrpcErrors.of(refusal)).isEqualTo(error);
        assertThat(GrpcErrors.of(refusal.asException())).isSameAs(error.asException());
    }

    @Test
    void findsTheRefusalWithinWhatFuturesPutAroundIt() {
        var refused = Refusal.COMPACTED.asException();

        assertThat(GrpcErrors.of(new ExecutionException(new CompletionException(refused))))
                .isSameAs(EtcdError.COMPACTED.asException());
    }

    @Test
    void leavesOpenWhetherAWriteHappenedWhenTheDatastoreFails() {
        assertThat(GrpcErrors.of(new DatastoreException("connection reset by 10.0.0.7")))
                .isSameAs(EtcdError.TIMEOUT.asException());
    }

    @Test
    void tellsNothingOfAFaultOfOurs() {
        Status status = GrpcErrors.of(new IllegalStateException("secret")).getStatus();

        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).isEqualTo("evenkeel: internal error, see the log of the server");
        assertThat(status.getCause()).isNull();
    }
}
