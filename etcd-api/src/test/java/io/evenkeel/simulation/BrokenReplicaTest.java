package io.evenkeel.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.SimulatedWrites;
import io.evenkeel.api.peer.Writer;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.mvcc.store.KeyValueStore;
import io.evenkeel.watch.ForwardingHistory;
import io.evenkeel.watch.History;
import io.evenkeel.watch.WatchMessage;
import io.evenkeel.watch.WatchStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A replica that is broken in one way is found out by the check that is there for it. */
final class BrokenReplicaTest {

    private static final int SEEDS = 300;

    private static void assertFoundOut(Flaws flaws, String... checks) {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (String violation : ReplicaSimulation.run(seed, flaws)) {
                if (List.of(checks).contains(violation.substring(0, violation.indexOf(':')))) {
                    return;
                }
            }
        }
        assertThat(SEEDS).as("seeds without a violation of " + List.of(checks)).isZero();
    }

    @Test
    void readsWithoutTheBarrier() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public boolean skipsTheBarrier() {
                        return true;
                    }
                },
                "REAL TIME");
    }

    @Test
    void takesAnUnknownOutcomeForAConflict() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public RevisionLog log(RevisionLog log) {
                        return new ChangedLog(log) {
                            @Override
                            public AppendResult append(LogPosition head, AppendBatch batch) {
                                AppendResult result = super.append(head, batch);
                                return result instanceof AppendResult.Unknown ? new AppendResult.Conflict() : result;
                            }
                        };
                    }
                },
                "TWICE",
                "ANSWER",
                "ORIGIN");
    }

    @Test
    void takesAnUnknownOutcomeForARefusal() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public RevisionLog log(RevisionLog log) {
                        return new ChangedLog(log) {
                            @Override
                            public AppendResult append(LogPosition head, AppendBatch batch) {
                                AppendResult result = super.append(head, batch);
                                return result instanceof AppendResult.Unknown(Throwable cause)
                                        ? new AppendResult.NotSent(cause)
                                        : result;
                            }
                        };
                    }
                },
                "REFUSED");
    }

    @Test
    void answersFromWhatItReadBeforeAPause() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public RevisionLog log(RevisionLog log) {
                        return new ChangedLog(log) {
                            private @Nullable TailRead last;

                            // Takes an answer that it had before for one to this call.
                            @Override
                            public TailRead readAfter(LogPosition position, long maxBytes) {
                                TailRead before = last;
                                last = super.readAfter(position, maxBytes);
                                return before instanceof LogSlice slice && slice.head() == position.revision()
                                        ? new LogSlice(List.of(), slice.head(), slice.compacted(), slice.clusterId())
                                        : last;
                            }
                        };
                    }
                },
                "REAL TIME",
                "PROVEN");
    }

    @Test
    void sendsAgainWhatWasNotAnswered() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public Writer writer(Writer forwarding, Writer local) {
                        return (request, room) -> forwarding
                                .write(request, room)
                                .exceptionallyCompose(failure -> isUnknown(failure)
                                        ? local.write(request, room)
                                        : CompletableFuture.failedFuture(failure));
                    }
                },
                "TWICE");
    }

    @Test
    void takesWhatWasNotAnsweredForNotDone() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public Writer writer(Writer forwarding, Writer local) {
                        return (request, room) -> forwarding
                                .write(request, room)
                                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                                        isUnknown(failure) ? Refusal.UNAVAILABLE.asException() : failure));
                    }
                },
                "REFUSED");
    }

    private static boolean isUnknown(Throwable failure) {
        return SimulatedWrites.refusal(failure).equals(Optional.of(Refusal.TIMED_OUT));
    }

    @Test
    void answersWhatTheLeaderHasDoneBeforeItIsAppliedHere() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public CompletableFuture<Long> applied(KeyValueStore store, long revision) {
                        return CompletableFuture.completedFuture(revision);
                    }
                },
                "OWN");
    }

    @Test
    void reapsByAClockOfItsOwn() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public LeaseStore leases(LeaseStore leases) {
                        return new ChangedLeases(leases) {
                            @Override
                            public Expired expired(int limit) {
                                long clock = super.expired(limit).clockMillis();
                                List<Expiry> soon = list().stream()
                                        .filter(lease -> lease.remainingMillis() < 2_000)
                                        .map(lease -> new Expiry(lease.id(), clock + lease.remainingMillis()))
                                        .toList();
                                return new Expired(clock, soon);
                            }
                        };
                    }
                },
                "EARLY");
    }

    @Test
    void doesNotSeeThatTheClockWasSet() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public LeaseStore leases(LeaseStore leases) {
                        SimulatedDatastore datastore = ((SimulatedLeases) leases).datastore();
                        return new ChangedLeases(leases) {
                            @Override
                            public Expired expired(int limit) {
                                return new Expired(
                                        datastore.nowMillis(),
                                        super.expired(limit).leases());
                            }
                        };
                    }
                },
                "EARLY");
    }

    @Test
    void takesALeaseForGoneByTheClock() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public LeaseStore leases(LeaseStore leases) {
                        return new ChangedLeases(leases) {
                            @Override
                            public Map<Long, Long> renew(Collection<Long> ids) {
                                Set<Long> expired = super.expired(Integer.MAX_VALUE).leases().stream()
                                        .map(Expiry::id)
                                        .collect(Collectors.toSet());
                                return super.renew(ids.stream()
                                        .filter(id -> !expired.contains(id))
                                        .toList());
                            }
                        };
                    }
                },
                "GONE");
    }

    @Test
    void sendsProgressBeforeTheEvents() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new HastyStream(stream);
                    }
                },
                "BOOKMARKABLE");
    }

    @Test
    void losesAnEventWhereCatchingUpEnds() {
        assertFoundOut(
                new Flaws() {
                    @Override
                    public History history(History history) {
                        return new ForgetfulHistory(history);
                    }
                },
                "RELIABLE",
                "COMPLETE",
                "BOOKMARKABLE");
    }

    /** Keeps events back until something else is sent. */
    private static final class HastyStream implements WatchStream {
        private final WatchStream stream;
        private final List<WatchMessage> kept = new ArrayList<>();

        HastyStream(WatchStream stream) {
            this.stream = stream;
        }

        @Override
        public void execute(Runnable sending) {
            stream.execute(sending);
        }

        @Override
        public boolean isReady() {
            return stream.isReady();
        }

        @Override
        public void send(WatchMessage message) {
            if (message instanceof WatchMessage.Events) {
                kept.add(message);
            } else {
                stream.send(message);
                kept.forEach(stream::send);
                kept.clear();
            }
        }

        @Override
        public void close(Refusal reason) {
            stream.close(reason);
        }
    }

    /** Loses what the last entry of each read for a watch that catches up has changed. */
    private static final class ForgetfulHistory extends ForwardingHistory {
        ForgetfulHistory(History history) {
            super(history);
        }

        @Override
        public TailRead readEntries(long from, long to, long maxBytes) {
            TailRead read = super.readEntries(from, to, maxBytes);
            if (!(read instanceof LogSlice slice) || slice.entries().isEmpty()) {
                return read;
            }
            LogEntry last = slice.entries().getLast();
            List<LogEntry> entries = new ArrayList<>(slice.entries());
            List<Change> nobodys = List.of(new Change.Delete(Key.of("nobody watches this"), 1));
            entries.set(entries.size() - 1, new LogEntry(last.revision(), last.batch(), nobodys));
            return new LogSlice(entries, slice.head(), slice.compacted(), slice.clusterId());
        }
    }
}
