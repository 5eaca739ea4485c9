package io.evenkeel.simulation;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.index.KeyVersion;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.read.Values;
import io.evenkeel.mvcc.write.Compare;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.Outcome;
import io.evenkeel.mvcc.write.TxnOp;
import io.evenkeel.simulation.Operation.Answer;
import io.evenkeel.simulation.Operation.Request;
import io.evenkeel.simulation.Operation.Seen;
import java.util.ArrayList;
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

/** One client: asks one replica after another for one thing after another, and notes what it is told. */
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
                        number,
                        call.replica.store.clusterId(),
                        call.invoked,
                        Long.MAX_VALUE,
                        call.request,
                        new Answer.Unknown()));
    }

    /** Hears an answer, gives up waiting for it, or asks for the next thing. */
    void move(List<Replica> replicas, boolean mayGiveUp) {
        Pending call = pending;
        if (call == null) {
            if (!replicas.isEmpty()) {
                ask(replicas.get(random.nextInt(replicas.size())));
            }
        } else if (call.answer.isDone()) {
            end(call, call.answer.join());
        } else if (call.replica.dead || (mayGiveUp && random.nextInt(40) == 0)) {
            end(call, new Answer.Unknown());
        }
    }

    private void end(Pending call, Answer answer) {
        pending = null;
        operations.add(new Operation(
                number, call.replica.store.clusterId(), call.invoked, order.next(), call.request, answer));
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
        return new Request.Range(all ? "" : key, revision, random.nextInt(4) == 0);
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
            case Request.Put(String key, String value, long lease) -> write(replica, put(key, value, lease));
            case Request.Delete(String key) ->
                write(replica, new Mutation.DeleteRange(KeyRange.single(Key.of(key)), false));
            case Request.Create(String key, String value) ->
                write(replica, txn(key, Compare.Target.CREATE, 0, put(key, value, 0), List.of()));
            case Request.Update(String key, String value, long modRevision) ->
                write(replica, txn(key, Compare.Target.MOD, modRevision, put(key, value, 0), List.of(read(key))));
            case Request.RevokeLease(long lease) ->
                write(replica, new Mutation.RevokeLease(lease, OptionalLong.empty()));
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

    private static CompletableFuture<Answer> write(Replica replica, Mutation mutation) {
        return replica.store.write(mutation).thenApply(done -> answer(done.answer(), done.values()));
    }

    private static Answer answer(Outcome outcome, Values values) {
        return switch (outcome) {
            case Outcome.Put put -> new Answer.Done(put.revision(), true, Map.of());
            case Outcome.DeleteRange delete -> new Answer.Done(delete.revision(), delete.deleted() > 0, Map.of());
            case Outcome.LeaseRevoked revoked -> new Answer.Done(revoked.revision(), false, Map.of());
            case Outcome.Txn txn -> {
                Map<String, Seen> found = new HashMap<>();
                txn.responses().forEach(response -> {
                    if (response instanceof Outcome.Range range) {
                        found.putAll(seen(range.result().keys(), values));
                    }
                });
                yield new Answer.Done(txn.revision(), txn.succeeded(), found);
            }
            case Outcome.Range range -> throw new AssertionError(range);
        };
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

    /** A refusal for want of the datastore says of a write that it has not happened; one for want of time leaves it open. */
    private static Answer refusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case RefusedException refused ->
                refused.refusal() == Refusal.TIMED_OUT ? new Answer.Unknown() : new Answer.Refused(refused.refusal());
            case DatastoreException away -> new Answer.Refused(Refusal.UNAVAILABLE);
            case Turns.Killed end -> new Answer.Unknown();
            default -> throw new AssertionError(cause);
        };
    }

    private static Mutation.Put put(String key, String value, long lease) {
        return new Mutation.Put(Key.of(key), Value.of(value), lease, false, false, false);
    }

    private static TxnOp read(String key) {
        return new TxnOp.Range(RangeQuery.of(KeyRange.single(Key.of(key))), false);
    }

    private static Mutation.Txn txn(
            String key, Compare.Target target, long operand, Mutation.Put put, List<TxnOp> otherwise) {
        var compare = new Compare.OfNumber(KeyRange.single(Key.of(key)), Compare.Result.EQUAL, target, operand);
        return new Mutation.Txn(List.of(compare), new ArrayList<>(List.of(put)), otherwise);
    }
}
