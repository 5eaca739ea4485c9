package io.evenkeel.simulation;

import com.google.protobuf.ByteString;
import io.evenkeel.api.SimulatedWrites;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.DeleteRangeResponse;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.api.proto.peer.Write;
import io.evenkeel.api.proto.peer.Written;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.Room;
import io.evenkeel.mvcc.read.Values;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.simulation.Operation.Answer;
import io.evenkeel.simulation.Operation.Request;
import io.evenkeel.simulation.Operation.Seen;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One client: asks a replica, often the same as before, for one thing after another, and notes what it is told. */
final class SimulatedClient {

    private static final String[] KEYS = {"a", "b", "c", "d", "e"};

    /** The order of all calls and answers. */
    interface Order {
        long next();
    }

    private record Pending(Replica replica, long invoked, Request request, CompletableFuture<Answer> answer) {}

    private final int number;
    private final Order order;
    private final List<Operation> operations;
    private final List<Long> leases;
    private final SplittableRandom random;
    private final LongConsumer onGone;
    private final boolean skipsTheBarrier;
    private @Nullable Pending pending;
    private @Nullable Replica asked;
    private int values;
    private long lastSeen = 1;

    /**
     * @param leases those that any client was granted
     * @param onGone told of a lease that a keepalive was told to be gone
     */
    SimulatedClient(
            int number,
            Order order,
            List<Operation> operations,
            List<Long> leases,
            SplittableRandom random,
            LongConsumer onGone,
            boolean skipsTheBarrier) {
        this.number = number;
        this.order = order;
        this.operations = operations;
        this.leases = leases;
        this.random = random;
        this.onGone = onGone;
        this.skipsTheBarrier = skipsTheBarrier;
    }

    boolean isWaiting() {
        return pending != null;
    }

    /** What is asked and not answered yet. */
    Optional<Operation> open() {
        Pending call = pending;
        return call == null
                ? Optional.empty()
                : Optional.of(new Operation(
                        number, call.replica, call.invoked, Long.MAX_VALUE, call.request, new Answer.Unknown()));
    }

    /** Hears an answer, gives up waiting for it, or asks for the next thing. */
    void move(List<Replica> replicas, boolean mayGiveUp) {
        Pending call = pending;
        if (call == null) {
            if (!replicas.isEmpty()) {
                Replica before = asked;
                Replica next = before != null && replicas.contains(before) && random.nextInt(3) > 0
                        ? before
                        : replicas.get(random.nextInt(replicas.size()));
                asked = next;
                ask(next);
            }
        } else if (call.answer.isDone()) {
            end(call, call.answer.join());
        } else if (call.replica.dead || (mayGiveUp && random.nextInt(40) == 0)) {
            end(call, new Answer.Unknown());
        }
    }

    private void end(Pending call, Answer answer) {
        pending = null;
        operations.add(new Operation(number, call.replica, call.invoked, order.next(), call.request, answer));
        if (answer instanceof Answer.Done done) {
            lastSeen = done.revision();
        }
    }

    private void ask(Replica replica) {
        int dice = random.nextInt(100);
        String key = KEYS[random.nextInt(KEYS.length)];
        if (dice < 6) {
            leaseCall(replica);
        } else {
            Request request = dice < 26
                    ? new Request.Put(key, value(), lease())
                    : dice < 34
                            ? new Request.Delete(key)
                            : dice < 46
                                    ? new Request.Create(key, value())
                                    : dice < 60
                                            ? new Request.Update(key, value(), guess())
                                            : dice < 62 ? new Request.RevokeLease(lease()) : range(key);
            pending = new Pending(replica, order.next(), request, send(replica, request));
        }
    }

    private Request range(String key) {
        boolean all = random.nextInt(3) == 0;
        long revision = random.nextInt(5) == 0 ? 1 + random.nextLong(lastSeen + 3) : 0;
        return new Request.Range(all ? "" : key, revision, random.nextInt(3) == 0);
    }

    private String value() {
        return number + "-" + values++;
    }

    private long lease() {
        return leases.isEmpty() || random.nextInt(3) > 0 ? 0 : leases.get(random.nextInt(leases.size()));
    }

    private long guess() {
        return Math.max(0, lastSeen - random.nextLong(6));
    }

    /** Grants and keepalives change no key; what they do is checked where keys are gone or not. */
    private void leaseCall(Replica replica) {
        if (leases.isEmpty() || random.nextInt(3) == 0) {
            long id = 1000L * (number + 1) + values++;
            var _ = replica.store.lessor().grant(id, 2 + random.nextInt(3)).thenAccept(granted -> leases.add(id));
        } else {
            long id = leases.get(random.nextInt(leases.size()));
            var _ = replica.store.lessor().keepAlive(id).thenAccept(ttl -> {
                if (ttl == 0) {
                    onGone.accept(id);
                }
            });
        }
    }

    private CompletableFuture<Answer> send(Replica replica, Request request) {
        CompletableFuture<Answer> answer = switch (request) {
            case Request.Put(String key, String value, long lease) ->
                write(replica, Write.newBuilder().setPut(put(key, value, lease)));
            case Request.Delete(String key) ->
                write(
                        replica,
                        Write.newBuilder()
                                .setDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes(key))));
            case Request.Create(String key, String value) -> {
                Compare.Builder isNew = Compare.newBuilder()
                        .setTarget(Compare.CompareTarget.CREATE)
                        .setCreateRevision(0);
                yield write(replica, Write.newBuilder().setTxn(putIf(isNew, key, value)));
            }
            case Request.Update(String key, String value, long modRevision) -> {
                Compare.Builder isSame = Compare.newBuilder()
                        .setTarget(Compare.CompareTarget.MOD)
                        .setModRevision(modRevision);
                yield write(
                        replica,
                        Write.newBuilder().setTxn(putIf(isSame, key, value).addFailure(read(key))));
            }
            case Request.RevokeLease(long lease) ->
                replica.store
                        .write(new Mutation.RevokeLease(lease, OptionalLong.empty()))
                        .thenApply(done -> new Answer.Done(done.answer().revision(), false, Map.of()));
            case Request.Range(String key, long revision, boolean serializable) -> {
                KeyRange range = key.isEmpty() ? KeyRange.ALL : KeyRange.single(Key.of(key));
                yield replica.store
                        .range(RangeQuery.of(range).atRevision(revision), serializable || skipsTheBarrier)
                        .thenApply(found -> new Answer.Done(
                                found.answer().revision(),
                                false,
                                seen(found.answer().result().keys(), found.values())));
            }
        };
        return answer.exceptionally(SimulatedClient::refusal);
    }

    private static CompletableFuture<Answer> write(Replica replica, Write.Builder write) {
        return replica.writer.write(write.build(), Room.UNBOUNDED).thenApply(written -> answer(replica, written));
    }

    private static Answer answer(Replica replica, Written written) {
        return switch (written.getResponseCase()) {
            case PUT -> new Answer.Done(revision(replica, written.getPut().getHeader()), true, Map.of());
            case DELETE_RANGE -> {
                DeleteRangeResponse deleted = written.getDeleteRange();
                yield new Answer.Done(revision(replica, deleted.getHeader()), deleted.getDeleted() > 0, Map.of());
            }
            case TXN -> {
                TxnResponse txn = written.getTxn();
                Map<String, Seen> found = new HashMap<>();
                txn.getResponsesList()
                        .forEach(op -> op.getResponseRange()
                                .getKvsList()
                                .forEach(kv -> found.put(text(kv.getKey()), seen(kv))));
                yield new Answer.Done(revision(replica, txn.getHeader()), txn.getSucceeded(), found);
            }
            case RESPONSE_NOT_SET -> throw new AssertionError(written);
        };
    }

    private static long revision(Replica replica, ResponseHeader header) {
        if (header.getMemberId() != replica.store.membership().self().id()) {
            throw new AssertionError(replica + " answered in the name of another: " + header);
        }
        return header.getRevision();
    }

    private static Seen seen(KeyValue kv) {
        return new Seen(
                text(kv.getValue()), kv.getCreateRevision(), kv.getModRevision(), kv.getVersion(), kv.getLease());
    }

    private static Map<String, Seen> seen(List<KeyVersion> keys, Values values) {
        Map<String, Seen> seen = new HashMap<>();
        for (KeyVersion key : keys) {
            var version = key.version();
            seen.put(
                    key.key().toString(),
                    new Seen(
                            Operation.text(values.of(key)),
                            version.createRevision(),
                            version.modRevision(),
                            version.version(),
                            version.lease()));
        }
        return seen;
    }

    /** What leaves open whether it has happened is no refusal. */
    private static Answer refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (cause instanceof Turns.Killed) {
            return new Answer.Unknown();
        }
        Refusal refusal = SimulatedWrites.refusal(cause).orElseThrow(() -> new AssertionError(cause));
        return refusal == Refusal.TIMED_OUT ? new Answer.Unknown() : new Answer.Refused(refusal);
    }

    private static PutRequest.Builder put(String key, String value, long lease) {
        return PutRequest.newBuilder().setKey(bytes(key)).setValue(bytes(value)).setLease(lease);
    }

    private static TxnRequest.Builder putIf(Compare.Builder compare, String key, String value) {
        return TxnRequest.newBuilder()
                .addCompare(compare.setKey(bytes(key)).setResult(Compare.CompareResult.EQUAL))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put(key, value, 0)));
    }

    private static RequestOp.Builder read(String key) {
        return RequestOp.newBuilder().setRequestRange(RangeRequest.newBuilder().setKey(bytes(key)));
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static String text(ByteString bytes) {
        return bytes.toStringUtf8();
    }
}
