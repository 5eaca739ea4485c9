package io.evenkeel.api;

import io.evenkeel.api.peer.ForwardingWriter;
import io.evenkeel.api.peer.Peers;
import io.evenkeel.api.peer.Writer;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.grpc.Status;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What does the writes of a server, put together as {@link EtcdServices} does, for a simulation. */
public final class SimulatedWrites {

    private SimulatedWrites() {}

    public static Writer local(KeyValueStore store) {
        return new LocalWriter(store, new Responses(headers(store)));
    }

    /** @param applied completes when a revision is applied at this server */
    public static ForwardingWriter forwarding(
            KeyValueStore store,
            Writer local,
            LongFunction<CompletableFuture<Long>> applied,
            Peers peers,
            Supplier<Executor> callThread,
            LongSupplier nanoTime) {
        Headers headers = headers(store);
        return new ForwardingWriter(
                store,
                local,
                GrpcErrors::of,
                revision -> applied.apply(revision).thenApply(here -> headers.at(revision)),
                peers,
                callThread,
                nanoTime);
    }

    private static Headers headers(KeyValueStore store) {
        return new Headers(store.clusterId(), store.membership().self().id());
    }

    /** What a client reads out of what it is told of this failure. */
    public static Optional<Refusal> refusal(Throwable failure) {
        Status told = GrpcErrors.of(failure).getStatus();
        return Arrays.stream(Refusal.values())
                .filter(refusal -> GrpcErrors.of(refusal).text().equals(told.getDescription()))
                .findFirst();
    }
}
