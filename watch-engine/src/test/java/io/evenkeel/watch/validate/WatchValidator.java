package io.evenkeel.watch.validate;

import io.evenkeel.mvcc.Key;
import io.evenkeel.watch.WatchEvent;
import io.evenkeel.watch.WatchMessage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One thing that holds of every watch; the first nine are those of etcd's own robustness tests. */
public enum WatchValidator {

    /** Only what was asked for. */
    FILTER {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            for (WatchEvent event : watch.events()) {
                if (!watch.asksFor(event)) {
                    violation.accept("not asked for: " + event);
                }
            }
        }
    },

    /** Progress at a revision says that all events up to it have been sent, and that none of them follows. */
    BOOKMARKABLE {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            long progress = 0;
            long counted = watch.firstOwed() - 1;
            int sent = 0;
            int owed = 0;
            for (WatchMessage message : watch.messages()) {
                if (message instanceof WatchMessage.Events batch) {
                    sent += batch.events().size();
                    for (WatchEvent event : batch.events()) {
                        if (event.current().modRevision() <= progress) {
                            violation.accept("after progress " + progress + ": " + event);
                        }
                    }
                }
                if (message instanceof WatchMessage.Progress(var _, long revision)) {
                    if (revision < progress) {
                        violation.accept("progress " + revision + " after progress " + progress);
                    }
                    progress = revision;
                    owed += log.eventsFor(watch, counted + 1, revision).size();
                    counted = Math.max(counted, revision);
                    if (sent != owed) {
                        violation.accept("progress " + revision + " after " + sent + " of " + owed + " events");
                    }
                }
            }
        }
    },

    /** Never an event of an earlier revision than one sent before. */
    ORDERED {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            long last = 0;
            for (WatchEvent event : watch.events()) {
                if (event.current().modRevision() < last) {
                    violation.accept("after revision " + last + ": " + event);
                }
                last = event.current().modRevision();
            }
        }
    },

    /** No event twice. */
    UNIQUE {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            record Place(long revision, Key key) {}
            Set<Place> seen = new HashSet<>();
            for (WatchEvent event : watch.events()) {
                if (!seen.add(
                        new Place(event.current().modRevision(), event.current().key()))) {
                    violation.accept("twice: " + event);
                }
            }
        }
    },

    /** All events of a revision in one message. */
    ATOMIC {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            long last = 0;
            for (WatchMessage.Events batch : watch.batches()) {
                if (batch.events().getFirst().current().modRevision() == last) {
                    violation.accept("revision " + last + " in two messages");
                }
                last = batch.events().getLast().current().modRevision();
            }
        }
    },

    /** Between the first and the last event none is missing or different. */
    RELIABLE {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            List<WatchEvent> events = watch.events();
            if (events.isEmpty()) {
                return;
            }
            long first = events.getFirst().current().modRevision();
            long last = events.getLast().current().modRevision();
            List<WatchEvent> owed = log.eventsFor(watch, first, last);
            if (!withoutPrevious(owed).equals(withoutPrevious(events))) {
                violation.accept("from " + first + " to " + last + " owed " + owed + " but sent " + events);
            }
        }

        private List<WatchEvent.KeyValue> withoutPrevious(List<WatchEvent> events) {
            return events.stream().map(WatchEvent::current).toList();
        }
    },

    /** The first event is the first there is from the start revision on. */
    RESUMABLE {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            List<WatchEvent> events = watch.events();
            if (events.isEmpty()) {
                return;
            }
            long first = events.getFirst().current().modRevision();
            if (first < watch.firstOwed()) {
                violation.accept("from " + watch.firstOwed() + " on, but sent " + events.getFirst());
            }
            List<WatchEvent> missing = log.eventsFor(watch, watch.firstOwed(), first - 1);
            if (!missing.isEmpty()) {
                violation.accept("from " + watch.firstOwed() + " on, but not sent " + missing.getFirst());
            }
        }
    },

    /** The previous value is the one replaced, missing only where it was not asked for, never was, or is compacted. */
    PREV_KV {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            for (WatchEvent event : watch.events()) {
                WatchEvent.KeyValue expected = watch.request().previousValues()
                        ? log.counterpart(event).map(WatchEvent::previous).orElse(null)
                        : null;
                boolean compacted = event.previous() == null && event.current().modRevision() - 1 < log.compacted();
                if (!compacted && !Objects.equals(event.previous(), expected)) {
                    violation.accept("previous value is not " + expected + " in " + event);
                }
            }
        }
    },

    /** An event says that it creates its key if and only if there was none. */
    IS_CREATE {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            for (WatchEvent event : watch.events()) {
                boolean creates = log.counterpart(event)
                        .filter(replayed -> !replayed.isDelete() && replayed.previous() == null)
                        .isPresent();
                boolean says = !event.isDelete()
                        && event.current().createRevision() == event.current().modRevision();
                if (says != creates) {
                    violation.accept((creates ? "does not say that it creates: " : "says that it creates: ") + event);
                }
            }
        }
    },

    /** Created comes first and once, and nothing after the end. */
    FRAMED {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            WatchMessage before = null;
            for (WatchMessage message : watch.messages()) {
                boolean begins = message instanceof WatchMessage.Created || message instanceof WatchMessage.Refused;
                if (begins != (before == null) || !mayFollow(before, message)) {
                    violation.accept(message + " after " + before);
                }
                before = message;
            }
        }

        // A client may yet cancel what was compacted.
        private boolean mayFollow(@Nullable WatchMessage before, WatchMessage message) {
            return switch (before) {
                case null -> true;
                case WatchMessage.Refused _, WatchMessage.Cancelled _ -> false;
                case WatchMessage.Compacted _ -> message instanceof WatchMessage.Cancelled;
                case WatchMessage.Created _, WatchMessage.Events _, WatchMessage.Progress _ -> true;
            };
        }
    },

    /** Compacted only when the revision owed next lies below the compacted revision told. */
    COMPACTED {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            long told = watch.firstOwed() - 1;
            for (WatchMessage message : watch.messages()) {
                switch (message) {
                    case WatchMessage.Events batch ->
                        told = Math.max(told, batch.events().getLast().current().modRevision());
                    case WatchMessage.Progress progress -> told = Math.max(told, progress.revision());
                    case WatchMessage.Compacted(var _, long revision) -> {
                        if (revision > log.compacted() || told + 1 >= revision) {
                            violation.accept("compacted at " + revision + ", told of all up to " + told);
                        }
                    }
                    case WatchMessage.Created _, WatchMessage.Refused _, WatchMessage.Cancelled _ -> {}
                }
            }
        }
    },

    /** The header's revision is at least that of the last event, and never goes back. */
    HEADER {
        @Override
        void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation) {
            long last = 0;
            for (WatchMessage message : watch.messages()) {
                long revision = header(message, last);
                if (revision < last) {
                    violation.accept("revision " + revision + " after " + last + " in " + message);
                }
                if (message instanceof WatchMessage.Events events
                        && revision < events.events().getLast().current().modRevision()) {
                    violation.accept("revision " + revision + " below its events");
                }
                last = revision;
            }
        }

        private long header(WatchMessage message, long last) {
            return switch (message) {
                case WatchMessage.Created created -> created.revision();
                case WatchMessage.Refused refused -> refused.revision();
                case WatchMessage.Events events -> events.revision();
                case WatchMessage.Progress progress -> progress.revision();
                case WatchMessage.Cancelled cancelled -> cancelled.revision();
                case WatchMessage.Compacted _ -> last;
            };
        }
    };

    abstract void check(RecordedWatch watch, ReplayedLog log, Consumer<String> violation);

    /** What of this does not hold, in words; empty when all is well. */
    public List<String> violations(RecordedWatch watch, ReplayedLog log) {
        List<String> found = new ArrayList<>();
        check(watch, log, text -> found.add(this + ": " + text));
        return found;
    }

    /** What of all these does not hold. */
    public static List<String> allViolations(RecordedWatch watch, ReplayedLog log) {
        List<String> found = new ArrayList<>();
        for (WatchValidator validator : values()) {
            found.addAll(validator.violations(watch, log));
        }
        return found;
    }
}
