package io.evenkeel.assembly.migrate;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.ImportBatches;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Puts what it reads into the target, except what an interrupted migration has put there already. */
final class Copy implements StoreExport.Reader {

    private static final int LEASES_AT_A_TIME = 1000;

    private final StoreImport target;
    private final ImportBatches batches;
    private final Consumer<StoreExport.Row> read;
    private Revision after = new Revision(0, 0);

    /** @param read is told of every change, those that are there already too */
    Copy(StoreImport target, Consumer<StoreExport.Row> read) {
        this.target = target;
        this.batches = new ImportBatches(target);
        this.read = read;
    }

    @Override
    public void begin(StoreExport.Stand stand, List<StoredLease> leases) {
        after = target.resumeAfter().orElse(after);
        List<StoredLease> left = new ArrayList<>(leases);
        while (!left.isEmpty()) {
            List<StoredLease> part = left.subList(0, Math.min(left.size(), LEASES_AT_A_TIME));
            target.addLeases(List.copyOf(part));
            part.clear();
        }
    }

    @Override
    public void row(StoreExport.Row row) {
        KeyMetadata metadata = row.change().metadata();
        if (new Revision(metadata.main(), metadata.sub()).compareTo(after) > 0) {
            batches.add(row.change());
        }
        read.accept(row);
    }

    /** Makes durable what is not yet. */
    void end() {
        batches.flush();
    }
}
