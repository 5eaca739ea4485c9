package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EtcdErrorTest {

    /** The rows of etcd's {@code rpctypes} that our services can give. */
    private static final String TABLE = """
            EMPTY_KEY                        | INVALID_ARGUMENT    | etcdserver: key is not provided
            KEY_NOT_FOUND                    | INVALID_ARGUMENT    | etcdserver: key not found
            VALUE_PROVIDED                   | INVALID_ARGUMENT    | etcdserver: value is provided
            LEASE_PROVIDED                   | INVALID_ARGUMENT    | etcdserver: lease is provided
            TOO_MANY_OPS                     | INVALID_ARGUMENT    | etcdserver: too many operations in txn request
            DUPLICATE_KEY                    | INVALID_ARGUMENT    | etcdserver: duplicate key given in txn request
            INVALID_SORT_OPTION              | INVALID_ARGUMENT    | etcdserver: invalid sort option
            COMPACTED                        | OUT_OF_RANGE        | etcdserver: mvcc: required revision has been compacted
            FUTURE_REV                       | OUT_OF_RANGE        | etcdserver: mvcc: required revision is a future revision
            NO_SPACE                         | RESOURCE_EXHAUSTED  | etcdserver: mvcc: database space exceeded
            LEASE_NOT_FOUND                  | NOT_FOUND           | etcdserver: requested lease not found
            LEASE_EXIST                      | FAILED_PRECONDITION | etcdserver: lease already exists
            LEASE_TTL_TOO_LARGE              | OUT_OF_RANGE        | etcdserver: too large lease TTL
            MEMBER_BAD_URLS                  | INVALID_ARGUMENT    | etcdserver: given member URLs are invalid
            MEMBER_NOT_FOUND                 | NOT_FOUND           | etcdserver: member not found
            MEMBER_NOT_LEARNER               | FAILED_PRECONDITION | etcdserver: can only promote a learner member
            REQUEST_TOO_LARGE                | INVALID_ARGUMENT    | etcdserver: request is too large
            TOO_MANY_REQUESTS                | RESOURCE_EXHAUSTED  | etcdserver: too many requests
            AUTH_NOT_ENABLED                 | FAILED_PRECONDITION | etcdserver: authentication is not enabled
            NO_LEADER                        | UNAVAILABLE         | etcdserver: no leader
            STOPPED                          | UNAVAILABLE         | etcdserver: server stopped
            TIMEOUT                          | UNAVAILABLE         | etcdserver: request timed out
            CORRUPT                          | DATA_LOSS           | etcdserver: corrupt cluster
            BAD_LEADER_TRANSFEREE            | FAILED_PRECONDITION | etcdserver: bad leader transferee
            WRONG_DOWNGRADE_VERSION_FORMAT   | INVALID_ARGUMENT    | etcdserver: wrong downgrade target version format
            INVALID_DOWNGRADE_TARGET_VERSION | INVALID_ARGUMENT    | etcdserver: invalid downgrade target version
            UNKNOWN_METHOD                   | UNKNOWN             | etcdserver: unknown method
            """;

    @ParameterizedTest
    @CsvSource(textBlock = TABLE, delimiter = '|')
    void hasEtcdsCodeAndText(EtcdError error, Status.Code code, String text) {
        assertThat(error.asException().getStatus().getCode()).isEqualTo(code);
        assertThat(error.asException().getStatus().getDescription()).isEqualTo(text);
        assertThat(error.text()).isEqualTo(text);
    }

    @Test
    void isListedInTheTableAboveWhateverItIs() {
        assertThat(TABLE.lines().map(row -> row.substring(0, row.indexOf(' '))))
                .containsExactlyElementsOf(
                        Arrays.stream(EtcdError.values()).map(Enum::name).toList());
    }
}
