package io.evenkeel.e2e.replicas;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.api.proto.WatchProgressRequest;
import io.evenkeel.api.proto.WatchRequest;
import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.watch.validate.StreamRecorder;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A watch that is never given up: when its stream breaks it is resumed after what it was last told, on the next of its
 * servers, as etcd's clients do.
 */
final class Follower implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final ByteString ALL = ByteString.copyFrom(new byte[1]);

    private final String name;
    private final List<Endpoint> endpoints;
    private final WatchCreateRequest wanted;
    private final Recording recording;
    private final List<Throwable> faults = new ArrayList<>();
    private final Executor later = CompletableFuture.delayedExecutor(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    private int streams;
    private long next;
    private long told;
    private boolean closed;
    private @Nullable Stream stream;

    /**
     * @param endpoints where to watch, the first one first
     * @param wanted the watch to begin with
     */
    Follower(String name, List<? extends Endpoint> endpoints, WatchCreateRequest wanted, Recording recording) {
        this.name = name;
        this.endpoints = List.copyOf(endpoints);
        this.wanted = wanted;
        this.recording = recording;
        this.next = wanted.getStartRevision();
    }

    /** A watch of all keys from this revision on; 0 for whatever comes. */
    static WatchCreateRequest allKeys(long from) {
        return WatchCreateRequest.newBuilder()
                .setKey(ALL)
                .setRangeEnd(ALL)
                .setStartRevision(from)
                .setPrevKv(true)
                .build();
    }

    synchronized Follower start() {
        if (!closed) {
            stream = new Stream(endpoints.get(streams++ % endpoints.size()));
            stream.open();
        }
        return this;
    }

    /** Asks for progress, unless an answer is awaited already. */
    synchronized void askForProgress() {
        if (stream != null) {
            stream.askForProgress();
        }
    }

    /** The revision up to which it was told everything. */
    synchronized long told() {
        return told;
    }

    /** What a server did on a stream that no server may do. */
    synchronized List<Throwable> faults() {
        return List.copyOf(faults);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (stream != null) {
            stream.cancel();
        }
    }

    @Override
    public String toString() {
        return name + ", told of all up to revision " + told();
    }

    /** One stream with the watch on it. Its callbacks come one at a time. */
    private final class Stream implements ClientResponseObserver<WatchRequest, WatchResponse> {

        private final Endpoint endpoint;
        private final StreamRecorder recorder = new StreamRecorder();
        private @Nullable ClientCallStreamObserver<WatchRequest> requests;
        private long progressAskedNanos;
        private boolean over;

        Stream(Endpoint endpoint) {
            this.endpoint = endpoint;
        }

        void open() {
            WatchCreateRequest create =
                    wanted.toBuilder().setStartRevision(next).build();
            recorder.asked(WatchMessages.of(create));
            recording.add(recorder);
            endpoint.watchStubs().watch().watch(this);
            send(WatchRequest.newBuilder().setCreateRequest(create).build());
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> requestStream) {
            requests = requestStream;
        }

        void askForProgress() {
            if (progressAskedNanos == 0 && !over) {
                progressAskedNanos = System.nanoTime();
                send(WatchRequest.newBuilder()
                        .setProgressRequest(WatchProgressRequest.getDefaultInstance())
                        .build());
            }
        }

        private void send(WatchRequest request) {
            if (requests != null && !over) {
                requests.onNext(request);
            }
        }

        void cancel() {
            over = true;
            if (requests != null) {
                requests.cancel("closed", null);
            }
        }

        @Override
        public void onNext(WatchResponse response) {
            long now = System.nanoTime();
            synchronized (Follower.this) {
                if (over) {
                    return;
                }
                try {
                    recorder.send(WatchMessages.of(response));
                } catch (RuntimeException | AssertionError e) {
                    faults.add(e);
                }
                note(response, now);
            }
        }

        private void note(WatchResponse response, long now) {
            long revision = response.getHeader().getRevision();
            if (response.getCanceled()) {
                next = Math.max(next, response.getCompactRevision());
                cancel();
                later.execute(Follower.this::start);
            } else if (response.getCreated()) {
                if (next == 0) {
                    note(revision);
                }
            } else if (response.getEventsCount() > 0) {
                if (wanted.getRangeEnd().equals(ALL)) {
                    recording.addToLog(response, now);
                }
                note(response.getEvents(response.getEventsCount() - 1).getKv().getModRevision());
            } else {
                note(revision);
                noteProgress(response, now);
            }
        }

        private void noteProgress(WatchResponse response, long now) {
            if (response.getWatchId() == -1 && progressAskedNanos != 0) {
                recording.add(new Operation(
                        name,
                        endpoint.id(),
                        WatchProgressRequest.getDefaultInstance(),
                        progressAskedNanos,
                        now,
                        new Operation.Ending.Answered(response)));
                progressAskedNanos = 0;
            }
        }

        private void note(long revision) {
            told = Math.max(told, revision);
            next = told + 1;
        }

        @Override
        public void onError(Throwable failure) {
            synchronized (Follower.this) {
                if (!over) {
                    over = true;
                    later.execute(Follower.this::start);
                }
            }
        }

        @Override
        public void onCompleted() {
            onError(new IllegalStateException("completed"));
        }
    }
}
