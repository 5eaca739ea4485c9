package io.evenkeel.e2e.differential;

import com.google.protobuf.Message;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.WatchCreateRequest;

/** One thing done to both servers. Holds all it needs, so that a list of steps can be played again, or in part. */
sealed interface Step {

    /** One request, answered before the next step. */
    record Call(Rpc rpc, Message request) implements Step {
        @Override
        public String toString() {
            return rpc + " " + Text.of(request);
        }
    }

    /** A lease whose id the server chooses or whose time is short: granted, compared and revoked at once. */
    record PassingLease(LeaseGrantRequest request) implements Step {
        @Override
        public String toString() {
            return "PASSING_LEASE " + Text.of(request);
        }
    }

    /** Opens a watch; {@code wish} is where it goes when its start revision leaves a choice. */
    record OpenWatch(StreamKind wish, WatchCreateRequest request) implements Step {
        @Override
        public String toString() {
            return "OPEN_WATCH " + wish + " " + Text.of(request);
        }
    }

    record CancelWatch(StreamKind stream, long watchId) implements Step {
        @Override
        public String toString() {
            return "CANCEL_WATCH " + stream + " " + watchId;
        }
    }

    record RequestProgress(StreamKind stream) implements Step {
        @Override
        public String toString() {
            return "REQUEST_PROGRESS " + stream;
        }
    }

    /** A watch request with nothing in it, which etcd ignores. */
    record EmptyWatchRequest(StreamKind stream) implements Step {
        @Override
        public String toString() {
            return "EMPTY_WATCH_REQUEST " + stream;
        }
    }

    /** Ends a stream: by cancelling it, or by {@code halfClose}, after which events still come. */
    record EndStream(StreamKind stream, boolean halfClose) implements Step {
        @Override
        public String toString() {
            return (halfClose ? "HALF_CLOSE " : "END_STREAM ") + stream;
        }
    }

    /** Waits until every watch has what it is owed, and compares. */
    record CompareWatches() implements Step {
        @Override
        public String toString() {
            return "COMPARE_WATCHES";
        }
    }
}
