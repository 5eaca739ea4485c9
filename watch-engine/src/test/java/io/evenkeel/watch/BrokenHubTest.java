package io.evenkeel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.index.Version;
import io.evenkeel.mvcc.log.Change;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.TailRead;
import io.evenkeel.mvcc.replica.EntryListener;
import io.evenkeel.watch.WatchMessage.Events;
import io.evenkeel.watch.WatchMessage.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A hub that is broken in one way is found out by the check that is there for it. */
final class BrokenHubTest {

    private static final int SEEDS = 50;

    private static void assertFoundOut(Faults faults, String check) {
        for (long seed = 0; seed < SEEDS; seed++) {
            for (String violation : new WatchSimulation(seed, faults).run()) {
                if (violation.startsWith(check + ":")) {
                    return;
                }
            }
        }
        assertThat(check).as("checks that failed in %s runs", SEEDS).isEmpty();
    }

    @Test
    void keysOfAnotherRangeAreFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchRequest request(WatchRequest r) {
                        return withRange(r, KeyRange.from(r.range().start()));
                    }
                },
                "FILTER");
    }

    @Test
    void anIgnoredFilterIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchRequest request(WatchRequest r) {
                        return new WatchRequest(
                                r.range(),
                                r.startRevision(),
                                r.watchId(),
                                Set.of(),
                                r.previousValues(),
                                r.progressNotify(),
                                r.fragment());
                    }
                },
                "FILTER");
    }

    @Test
    void progressAheadOfEventsIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new ProgressFirst(stream);
                    }
                },
                "BOOKMARKABLE");
    }

    @Test
    void progressThatClaimsTooMuchIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new Altered(
                                stream, m -> m instanceof Progress(long id, long r) ? new Progress(id, r + 1) : m);
                    }
                },
                "BOOKMARKABLE");
    }

    @Test
    void progressWithoutTheReadBarrierIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public History history(History history) {
                        return new WithoutBarrier(history);
                    }
                },
                "PROVEN");
    }

    @Test
    void anUnansweredProgressRequestIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public History history(History history) {
                        return new WithoutEndOfBarrier(history);
                    }
                },
                "ANSWERED");
    }

    @Test
    void messagesOutOfOrderAreFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new PairsSwapped(stream);
                    }
                },
                "ORDERED");
    }

    @Test
    void anEventTwiceIsFoundOut() {
        assertFoundOut(twice(), "UNIQUE");
    }

    @Test
    void aRevisionInTwoMessagesIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new Split(stream);
                    }
                },
                "ATOMIC");
    }

    @Test
    void anEventLostAtTheBorderOfCatchingUpIsFoundOut() {
        Faults faults = new Faults() {
            @Override
            public History history(History history) {
                return new LosingTheLastChange(history);
            }
        };
        assertFoundOut(faults, "RELIABLE");
        assertFoundOut(faults, "BOOKMARKABLE");
        assertFoundOut(faults, "COMPLETE");
    }

    @Test
    void aStartThatIsOneTooLateIsFoundOut() {
        assertFoundOut(startingLater(1), "RESUMABLE");
    }

    @Test
    void aStartThatIsOneTooEarlyIsFoundOut() {
        assertFoundOut(startingLater(-1), "RESUMABLE");
    }

    @Test
    void aPreviousValueOfTheWrongRevisionIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public History history(History history) {
                        return new OneRevisionLater(history);
                    }
                },
                "PREV_KV");
    }

    @Test
    void aPreviousValueLeftOutIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchRequest request(WatchRequest r) {
                        return new WatchRequest(
                                r.range(),
                                r.startRevision(),
                                r.watchId(),
                                r.filters(),
                                false,
                                r.progressNotify(),
                                false);
                    }
                },
                "PREV_KV");
    }

    @Test
    void aCreateThatDoesNotSaySoIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public EntryListener listener(EntryListener listener) {
                        return new NothingCreated(listener);
                    }
                },
                "IS_CREATE");
    }

    @Test
    void aCompactionTheWatchWasNotOvertakenByIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new Altered(
                                stream,
                                m -> m instanceof WatchMessage.Compacted(long id, var _)
                                        ? new WatchMessage.Compacted(id, 1)
                                        : m);
                    }
                },
                "COMPACTED");
    }

    @Test
    void aHeaderBelowItsEventsIsFoundOut() {
        assertFoundOut(
                new Faults() {
                    @Override
                    public WatchStream stream(WatchStream stream) {
                        return new Altered(
                                stream,
                                m -> m instanceof Events(long id, long revision, var events, boolean fragment)
                                        ? new Events(id, revision - 1, events, fragment)
                                        : m);
                    }
                },
                "HEADER");
    }

    private static Faults twice() {
        return new Faults() {
            @Override
            public WatchStream stream(WatchStream stream) {
                return new Altered(stream, m -> m) {
                    @Override
                    public void send(WatchMessage message) {
                        super.send(message);
                        if (message instanceof Events) {
                            super.send(message);
                        }
                    }
                };
            }
        };
    }

    private static Faults startingLater(long by) {
        return new Faults() {
            @Override
            public WatchRequest request(WatchRequest r) {
                long start = r.startRevision() > 1 ? r.startRevision() + by : r.startRevision();
                return new WatchRequest(
                        r.range(),
                        start,
                        r.watchId(),
                        r.filters(),
                        r.previousValues(),
                        r.progressNotify(),
                        r.fragment());
            }
        };
    }

    private static WatchRequest withRange(WatchRequest r, KeyRange range) {
        return new WatchRequest(
                range,
                r.startRevision(),
                r.watchId(),
                r.filters(),
                r.previousValues(),
                r.progressNotify(),
                r.fragment());
    }

    /** Hands on something other than what it is given. */
    private static class Altered implements WatchStream {
        private final WatchStream stream;
        private final UnaryOperator<WatchMessage> alteration;

        Altered(WatchStream stream, UnaryOperator<WatchMessage> alteration) {
            this.stream = stream;
            this.alteration = alteration;
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
            stream.send(alteration.apply(message));
        }

        @Override
        public void close(Refusal reason) {
            stream.close(reason);
        }
    }

    /** Keeps an event message back until progress has overtaken it. */
    private static final class ProgressFirst extends Altered {
        private @Nullable WatchMessage kept;

        ProgressFirst(WatchStream stream) {
            super(stream, m -> m);
        }

        @Override
        public void send(WatchMessage message) {
            WatchMessage before = kept;
            kept = null;
            if (before == null && message instanceof Events) {
                kept = message;
            } else if (before != null && message instanceof Progress) {
                super.send(message);
                super.send(before);
            } else {
                if (before != null) {
                    super.send(before);
                }
                super.send(message);
            }
        }
    }

    /** Swaps two event messages that follow each other. */
    private static final class PairsSwapped extends Altered {
        private @Nullable WatchMessage kept;

        PairsSwapped(WatchStream stream) {
            super(stream, m -> m);
        }

        @Override
        public void send(WatchMessage message) {
            WatchMessage before = kept;
            kept = null;
            if (before == null && message instanceof Events) {
                kept = message;
                return;
            }
            boolean swap = before != null && message instanceof Events;
            if (swap) {
                super.send(message);
            }
            if (before != null) {
                super.send(before);
            }
            if (!swap) {
                super.send(message);
            }
        }
    }

    /** Sends events one by one. */
    private static final class Split extends Altered {
        Split(WatchStream stream) {
            super(stream, m -> m);
        }

        @Override
        public void send(WatchMessage message) {
            if (message instanceof Events(long id, long revision, List<WatchEvent> events, boolean fragment)) {
                events.forEach(event -> super.send(new Events(id, revision, List.of(event), fragment)));
            } else {
                super.send(message);
            }
        }
    }

    /** Loses the last change of what it reads, when that is one of several. */
    private static final class LosingTheLastChange extends ForwardingHistory {
        LosingTheLastChange(History history) {
            super(history);
        }

        @Override
        public TailRead readEntries(long from, long to, long maxBytes) {
            TailRead read = super.readEntries(from, to, maxBytes);
            if (!(read instanceof LogSlice slice) || slice.entries().isEmpty()) {
                return read;
            }
            LogEntry last = slice.entries().getLast();
            if (last.changes().size() < 2) {
                return read;
            }
            List<LogEntry> entries = new ArrayList<>(slice.entries());
            List<Change> changes = last.changes().subList(0, last.changes().size() - 1);
            entries.set(entries.size() - 1, new LogEntry(last.revision(), last.batch(), changes));
            return new LogSlice(entries, slice.head(), slice.compacted(), slice.clusterId());
        }
    }

    private static final class WithoutBarrier extends ForwardingHistory {
        WithoutBarrier(History history) {
            super(history);
        }

        @Override
        public CompletableFuture<Long> readBarrier() {
            return CompletableFuture.completedFuture(1L);
        }
    }

    private static final class WithoutEndOfBarrier extends ForwardingHistory {
        WithoutEndOfBarrier(History history) {
            super(history);
        }

        @Override
        public CompletableFuture<Long> readBarrier() {
            return new CompletableFuture<>();
        }
    }

    private static final class OneRevisionLater extends ForwardingHistory {
        OneRevisionLater(History history) {
            super(history);
        }

        @Override
        public @Nullable Version versionAt(Key key, long revision) {
            return super.versionAt(key, revision + 1);
        }
    }

    /** Says of every put that its key was created at revision 1. */
    private record NothingCreated(EntryListener listener) implements EntryListener {

        @Override
        public void applied(List<LogEntry> entries) {
            listener.applied(entries.stream().map(NothingCreated::alter).toList());
        }

        private static LogEntry alter(LogEntry entry) {
            List<Change> changes = new ArrayList<>();
            for (Change change : entry.changes()) {
                changes.add(
                        change instanceof Change.Put put
                                ? new Change.Put(put.key(), put.value(), 1, put.version(), 0, put.lease())
                                : change);
            }
            return new LogEntry(entry.revision(), entry.batch(), changes);
        }

        @Override
        public void compacted(long revision) {
            listener.compacted(revision);
        }

        @Override
        public void reset(long revision) {
            listener.reset(revision);
        }
    }
}
