package io.evenkeel.assembly.check;

import io.evenkeel.assembly.check.Finding.Kind;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.StoreExport.Reader;
import io.evenkeel.mvcc.log.StoreExport.Row;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Takes a store in, row by row, and tells what is wrong with it. Remembers the newest version of each key, as a server's index
 * does. For one thread.
 */
public final class StoreCheck implements Reader {

    private final Consumer<Finding> findings;

    /** The newest row of each key, deleted ones included. */
    private final Map<Key, KeyMetadata> newest = new HashMap<>();

    private Stand stand = new Stand(1, -1, -1, 0);
    private Set<Long> leases = Set.of();
    private RevisionsInOrder revisions = new RevisionsInOrder(stand, _ -> {});
    private long rows;

    /** @param findings is told each finding when it is found */
    public StoreCheck(Consumer<Finding> findings) {
        this.findings = findings;
    }

    @Override
    public void begin(Stand begun, List<StoredLease> all) {
        stand = begun;
        leases = all.stream().map(StoredLease::id).collect(Collectors.toSet());
        revisions = new RevisionsInOrder(begun, findings);
        checkMarks();
        for (StoredLease lease : all) {
            if (lease.id() == 0 || lease.ttlSeconds() <= 0) {
                find(Kind.LEASE, "lease " + hex(lease.id()) + " has a TTL of " + lease.ttlSeconds() + " s");
            }
        }
    }

    private void checkMarks() {
        if (stand.compacted() > stand.head()) {
            find(Kind.MARKS, "compacted at " + stand.compacted() + ", above the head " + stand.head());
        }
        if (stand.purged() > stand.compacted()) {
            find(Kind.MARKS, "purged up to " + stand.purged() + ", above the compacted revision " + stand.compacted());
        }
        if (stand.clusterId() <= 0) {
            find(Kind.MARKS, "the cluster id is " + stand.clusterId());
        }
    }

    @Override
    public void row(Row row) {
        rows++;
        revisions.row(row);
        KeyMetadata now = row.change().metadata();
        if (row.isHeadMark()) {
            if (now.version() != 0 || now.main() > stand.purged()) {
                find(Kind.ROW, at(now) + " has no key");
            }
            return;
        }
        checkColumns(row, now);
        KeyMetadata before = newest.put(now.key(), now);
        boolean isPurged = now.main() <= stand.purged();
        if (isPurged) {
            checkLeftovers(before, now);
        }
        // What a row up to the purged revision has replaced is deleted.
        if (!isPurged || before != null) {
            checkChain(before, now);
            checkReplaced(before, now, row.previousMain());
        }
    }

    private void checkColumns(Row row, KeyMetadata now) {
        boolean isDelete = now.version() == 0;
        if (isDelete
                && (now.createRevision() != 0
                        || now.lease() != 0
                        || row.change().value() != null)) {
            find(Kind.ROW, at(now) + " is a delete with a value, a lease or a create revision");
        }
        boolean isPossible = now.version() > 0
                && now.createRevision() > 0
                && now.createRevision() <= now.main()
                && now.version() <= now.main() - now.createRevision() + 1;
        if (!isDelete && !isPossible) {
            find(Kind.ROW, at(now) + " has version " + now.version() + " and create revision " + now.createRevision());
        }
    }

    private void checkLeftovers(@Nullable KeyMetadata before, KeyMetadata now) {
        boolean staysWhole = now.main() == stand.purged();
        if (now.version() == 0 && !staysWhole) {
            find(Kind.LEFTOVER, at(now) + " is a delete, below the purged revision " + stand.purged());
        }
        if (before != null && !(staysWhole && before.main() == now.main())) {
            find(
                    Kind.LEFTOVER,
                    at(before) + " was superseded at " + now.main() + ", and all up to " + stand.purged()
                            + " is purged");
        }
    }

    private void checkChain(@Nullable KeyMetadata before, KeyMetadata now) {
        boolean existed = before != null && before.version() > 0;
        if (now.version() == 0) {
            if (!existed) {
                find(Kind.CHAIN, at(now) + " deletes a key that does not exist");
            }
        } else if (before == null || before.version() == 0) {
            if (now.version() != 1 || now.createRevision() != now.main()) {
                find(
                        Kind.CHAIN,
                        at(now) + " has version " + now.version() + " and create revision " + now.createRevision()
                                + ", but the key did not exist");
            }
        } else if (now.version() != before.version() + 1 || now.createRevision() != before.createRevision()) {
            find(
                    Kind.CHAIN,
                    at(now) + " has version " + now.version() + " and create revision "
                            + now.createRevision() + " after version " + before.version() + " and create revision "
                            + before.createRevision());
        }
    }

    private void checkReplaced(@Nullable KeyMetadata before, KeyMetadata now, long previousMain) {
        long replaced = before == null || before.version() == 0 ? 0 : before.main();
        if (previousMain != replaced) {
            find(
                    Kind.REPLACED,
                    at(now) + " says that it replaces revision " + previousMain + ", but it replaces " + replaced);
        }
    }

    /** To be called when all rows have come; returns what there was to check. */
    public Summary end() {
        revisions.end();
        long keys = 0;
        for (KeyMetadata now : newest.values()) {
            if (now.version() > 0) {
                keys++;
                if (now.lease() != 0 && !leases.contains(now.lease())) {
                    find(Kind.LEASE, at(now) + " hangs on lease " + hex(now.lease()) + ", which does not exist");
                }
            }
        }
        return new Summary(stand, rows, keys, leases.size());
    }

    /** @param keys how many exist at the head */
    public record Summary(Stand stand, long rows, long keys, int leases) {}

    private void find(Kind kind, String text) {
        findings.accept(new Finding(kind, text));
    }

    private static String at(KeyMetadata row) {
        return "revision " + row.main() + "." + row.sub() + " of key \"" + row.key() + "\"";
    }

    private static String hex(long lease) {
        return Long.toHexString(lease);
    }
}
