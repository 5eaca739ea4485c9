package io.evenkeel.api;

import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.log.DatastoreException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one table from what can go wrong to what a client is told. */
final class GrpcErrors {

    private static final Logger LOG = LoggerFactory.getLogger(GrpcErrors.class);

    private static final Status INTERNAL =
            Status.INTERNAL.withDescription("evenkeel: internal error, see the log of the server");

    private static final Duration WARN_INTERVAL = Duration.ofSeconds(1);
    private static final AtomicLong warnedNanos = new AtomicLong(System.nanoTime() - WARN_INTERVAL.toNanos());

    private GrpcErrors() {}

    /** What etcd calls this refusal. */
    static EtcdError of(Refusal refusal) {
        return switch (refusal) {
            case COMPACTED -> EtcdError.COMPACTED;
            case FUTURE_REVISION -> EtcdError.FUTURE_REV;
            case KEY_NOT_FOUND -> EtcdError.KEY_NOT_FOUND;
            case LEASE_NOT_FOUND -> EtcdError.LEASE_NOT_FOUND;
            case LEASE_EXISTS -> EtcdError.LEASE_EXIST;
            case LEASE_TTL_TOO_LARGE -> EtcdError.LEASE_TTL_TOO_LARGE;
            case TOO_MANY_REQUESTS -> EtcdError.TOO_MANY_REQUESTS;
            case NO_SPACE -> EtcdError.NO_SPACE;
            case CORRUPT -> EtcdError.CORRUPT;
            case UNAVAILABLE -> EtcdError.NO_LEADER;
            case TIMED_OUT -> EtcdError.TIMEOUT;
            case STOPPED -> EtcdError.STOPPED;
        };
    }

    /**
     * What a client is told of this failure. Whatever is neither a refusal nor the datastore's absence is a fault of ours:
     * it is logged here and the client learns nothing of it.
     */
    static StatusRuntimeException of(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof StatusRuntimeException answer) {
            return answer;
        }
        if (cause instanceof RefusedException refused) {
            return of(refused.refusal()).asException();
        }
        if (cause instanceof DatastoreException) {
            // Not NO_LEADER: a write that failed so may have happened, and that text promises it did not.
            warnOfDatastore(cause);
            return EtcdError.TIMEOUT.asException();
        }
        LOG.error("request failed", cause);
        return new EtcdException(INTERNAL);
    }

    /** Such failures come in crowds: one a second is enough to read. */
    private static void warnOfDatastore(Throwable cause) {
        long now = System.nanoTime();
        long last = warnedNanos.get();
        if (now - last >= WARN_INTERVAL.toNanos() && warnedNanos.compareAndSet(last, now)) {
            LOG.warn("requests fail at the datastore, one of them so: {}", cause.getMessage());
        }
    }
}
