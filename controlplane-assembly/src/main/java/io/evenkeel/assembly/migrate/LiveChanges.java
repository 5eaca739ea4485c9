package io.evenkeel.assembly.migrate;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of a store, only the changes that made the keys that exist what they are. Read twice: which ones these are is seen at the end. */
final class LiveChanges implements StoreExport {

    private final StoreExport store;

    /** @param store closed with this */
    LiveChanges(StoreExport store) {
        this.store = store;
    }

    @Override
    public void read(Reader reader) {
        var newest = new Newest();
        store.read(newest);
        store.read(new Reader() {
            @Override
            public void begin(Stand stand, List<StoredLease> leases) {
                newest.requireSame(stand);
                reader.begin(stand, leases);
            }

            @Override
            public void row(Row row) {
                KeyMetadata metadata = row.change().metadata();
                if (revision(metadata).equals(newest.revisions.get(metadata.key()))) {
                    reader.row(row);
                }
            }
        });
    }

    private static Revision revision(KeyMetadata metadata) {
        return new Revision(metadata.main(), metadata.sub());
    }

    @Override
    public void close() {
        store.close();
    }

    /** The revision at which each key that exists was put last. */
    private static final class Newest implements Reader {

        private final Map<Key, Revision> revisions = new HashMap<>();
        private long head;

        @Override
        public void begin(Stand stand, List<StoredLease> leases) {
            head = stand.head();
        }

        void requireSame(Stand stand) {
            if (stand.head() != head) {
                throw Migration.moved(head, stand.head());
            }
        }

        @Override
        public void row(Row row) {
            KeyMetadata metadata = row.change().metadata();
            if (row.change().value() == null) {
                revisions.remove(metadata.key());
            } else {
                revisions.put(metadata.key(), revision(metadata));
            }
        }
    }
}
