package io.evenkeel.api;

import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RangeStreamResponse;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.CallStages;
import io.evenkeel.mvcc.read.RangeAnswer;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.RangeResult;
import io.evenkeel.mvcc.read.Resolved;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Stage;
import io.evenkeel.mvcc.read.ValueReader.ValuesGone;
import io.evenkeel.mvcc.read.Values;
import io.evenkeel.mvcc.store.KeyValueStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Sends the answer of one range in chunks, which merged are what the range would have answered in one piece. Header, count
 * and more are on the last chunk alone. A stream holds a page of keys and the values of one chunk, however slow its client, and
 * has room for that as long as it lasts.
 */
final class RangeStreams {

    private static final int FIRST_CHUNK_KEYS = 10;

    /** What a stream may hold, in sizes that chunks grow towards: a chunk of one less and the value by which it is too large. */
    private static final int STREAM_CHUNKS = 4;

    private final KeyValueStore store;
    private final Headers headers;
    private final int chunkBytes;
    private final Duration timeout;

    /**
     * @param chunkBytes the size that chunks grow towards
     * @param timeout after which the store is taken to give no answer
     */
    RangeStreams(KeyValueStore store, Headers headers, int chunkBytes, Duration timeout) {
        this.store = store;
        this.headers = headers;
        this.chunkBytes = chunkBytes;
        this.timeout = timeout;
    }

    /**
     * Sends the whole answer on the calling thread, which will wait for room, for the store and for the client.
     *
     * @param room of the call
     */
    void send(RangeQuery query, boolean serializable, Room room, StreamTransport<RangeStreamResponse> client) {
        try {
            if (query.isInKeyOrder()) {
                CallStages stages = room.stages();
                await(stages.during(Stage.ROOM, room.take((long) STREAM_CHUNKS * chunkBytes)));
                var keys = new KeyCursor(store, query, serializable, page -> await(stages.during(Stage.BARRIER, page)));
                sendChunks(query, keys, stages, client);
            } else {
                sendWhole(query, serializable, room, client);
            }
        } catch (RuntimeException | Error e) {
            client.fail(e);
        }
    }

    /** In another order than the keys' the last of them is only known when all are. */
    private void sendWhole(
            RangeQuery query, boolean serializable, Room room, StreamTransport<RangeStreamResponse> client) {
        Resolved<RangeAnswer> resolved = await(store.range(query, serializable, room));
        RangeResult result = resolved.answer().result();
        var response = RangeResponse.newBuilder()
                .setHeader(headers.at(resolved.answer().revision()))
                .setCount(result.count())
                .setMore(result.more());
        RangeResponses.addKeys(response, query, result.keys(), resolved.values());
        if (client.awaitReady()) {
            client.send(
                    RangeStreamResponse.newBuilder().setRangeResponse(response).build());
            client.complete();
        }
    }

    private void sendChunks(
            RangeQuery query, KeyCursor keys, CallStages stages, StreamTransport<RangeStreamResponse> client) {
        int chunkKeys = FIRST_CHUNK_KEYS;
        while (client.awaitReady()) {
            RangeResponse.Builder chunk =
                    chunk(query, keys.next(chunkKeys, (STREAM_CHUNKS - 1L) * chunkBytes), keys.revision(), stages);
            boolean last = !keys.hasNext();
            if (last) {
                chunk.setHeader(headers.at(keys.currentRevision()))
                        .setCount(keys.count())
                        .setMore(keys.hasMore());
            }
            RangeStreamResponse response =
                    RangeStreamResponse.newBuilder().setRangeResponse(chunk).build();
            client.send(response);
            if (last) {
                client.complete();
                return;
            }
            chunkKeys = next(chunkKeys, response.getSerializedSize());
        }
    }

    private RangeResponse.Builder chunk(RangeQuery query, List<KeyVersion> keys, long revision, CallStages stages) {
        if (store.compactedRevision() > revision) {
            throw Refusal.COMPACTED.asException();
        }
        var response = RangeResponse.newBuilder();
        Values values = await(stages.during(Stage.VALUES, store.values().resolve(query.keysOnly() ? List.of() : keys)));
        RangeResponses.addKeys(response, query, keys, values);
        return response;
    }

    /** etcd's pace: twice as many keys after a chunk below half the size, half as many after one above twice the size. */
    private int next(int chunkKeys, int sizeBytes) {
        if (sizeBytes < chunkBytes / 2) {
            return Math.min(chunkKeys, Integer.MAX_VALUE / 2) * 2;
        }
        return sizeBytes / 2 > chunkBytes ? Math.max(1, chunkKeys / 2) : chunkKeys;
    }

    private <T extends @Nullable Object> T await(CompletableFuture<T> future) {
        try {
            return future.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw Refusal.TIMED_OUT.asException();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ValuesGone ? Refusal.COMPACTED.asException() : GrpcErrors.of(e);
        } catch (InterruptedException e) {
            throw Refusal.STOPPED.asException();
        }
    }
}
