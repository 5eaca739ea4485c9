package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Looks at errors as clients see them. */
final class EtcdErrors {

    private EtcdErrors() {}

    static void assertRefused(EtcdError expected, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> assertIs(expected, refused));
    }

    static void assertIs(EtcdError expected, StatusRuntimeException seen) {
        assertThat(seen.getStatus().getDescription()).isEqualTo(expected.text());
        assertThat(seen.getStatus().getCode())
                .isEqualTo(expected.asException().getStatus().getCode());
    }

    static void assertUnimplemented(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        refused -> assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }
}
