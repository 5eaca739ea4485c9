package io.evenkeel.api;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A status on its way to a client. Has no stack trace: it is an answer, not a fault. */
final class EtcdException extends StatusRuntimeException {

    EtcdException(Status status) {
        super(status);
    }

    /** For what this server does not do; etcd either does, or says the same in the same words. */
    static EtcdException unimplemented(String text) {
        return new EtcdException(Status.UNIMPLEMENTED.withDescription(text));
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
