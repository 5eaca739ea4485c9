package io.evenkeel.api;

import io.grpc.Status;
import io.grpc.Status.Code;

/**
 * Every error a client can be given, with etcd's code and etcd's text. Clients match on the text, so it is part of the
 * protocol. Constants bear the names of etcd's {@code rpctypes.ErrGRPC…}.
 */
enum EtcdError {
    EMPTY_KEY(Code.INVALID_ARGUMENT, "key is not provided"),
    KEY_NOT_FOUND(Code.INVALID_ARGUMENT, "key not found"),
    VALUE_PROVIDED(Code.INVALID_ARGUMENT, "value is provided"),
    LEASE_PROVIDED(Code.INVALID_ARGUMENT, "lease is provided"),
    TOO_MANY_OPS(Code.INVALID_ARGUMENT, "too many operations in txn request"),
    DUPLICATE_KEY(Code.INVALID_ARGUMENT, "duplicate key given in txn request"),
    INVALID_SORT_OPTION(Code.INVALID_ARGUMENT, "invalid sort option"),
    COMPACTED(Code.OUT_OF_RANGE, "mvcc: required revision has been compacted"),
    FUTURE_REV(Code.OUT_OF_RANGE, "mvcc: required revision is a future revision"),
    NO_SPACE(Code.RESOURCE_EXHAUSTED, "mvcc: database space exceeded"),
    LEASE_NOT_FOUND(Code.NOT_FOUND, "requested lease not found"),
    LEASE_EXIST(Code.FAILED_PRECONDITION, "lease already exists"),
    LEASE_TTL_TOO_LARGE(Code.OUT_OF_RANGE, "too large lease TTL"),
    MEMBER_BAD_URLS(Code.INVALID_ARGUMENT, "given member URLs are invalid"),
    MEMBER_NOT_FOUND(Code.NOT_FOUND, "member not found"),
    MEMBER_NOT_LEARNER(Code.FAILED_PRECONDITION, "can only promote a learner member"),
    REQUEST_TOO_LARGE(Code.INVALID_ARGUMENT, "request is too large"),
    TOO_MANY_REQUESTS(Code.RESOURCE_EXHAUSTED, "too many requests"),
    AUTH_NOT_ENABLED(Code.FAILED_PRECONDITION, "authentication is not enabled"),
    NO_LEADER(Code.UNAVAILABLE, "no leader"),
    STOPPED(Code.UNAVAILABLE, "server stopped"),
    TIMEOUT(Code.UNAVAILABLE, "request timed out"),
    CORRUPT(Code.DATA_LOSS, "corrupt cluster"),
    BAD_LEADER_TRANSFEREE(Code.FAILED_PRECONDITION, "bad leader transferee"),
    WRONG_DOWNGRADE_VERSION_FORMAT(Code.INVALID_ARGUMENT, "wrong downgrade target version format"),
    INVALID_DOWNGRADE_TARGET_VERSION(Code.INVALID_ARGUMENT, "invalid downgrade target version"),
    UNKNOWN_METHOD(Code.UNKNOWN, "unknown method");

    /** One object for all time: it has no stack trace and nothing else that varies. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final EtcdException exception;

    EtcdError(Code code, String text) {
        exception = new EtcdException(Status.fromCode(code).withDescription("etcdserver: " + text));
    }

    /** This error as grpc takes it. */
    EtcdException asException() {
        return exception;
    }

    /** What the client reads, beginning with {@code etcdserver: }. */
    String text() {
        return String.valueOf(exception.getStatus().getDescription());
    }
}
