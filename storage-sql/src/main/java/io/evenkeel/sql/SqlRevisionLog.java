package io.evenkeel.sql;

import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSnapshot;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.TailRead;
import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The log of one store in a SQL database. Each part has a file of its own; this one only names them. */
final class SqlRevisionLog implements RevisionLog {

    private final Dialect dialect;
    private final int store;
    private final Connections writes;
    private final Connections scans;
    private final SqlAppender appender;
    private final LogPages pages;
    private final StoredValues values;
    private final LogSnapshots snapshots;
    private final Compaction compaction;
    private final Optional<FreePages> freePages;

    /**
     * @param reads for what is short
     * @param scans for what may take long
     * @param writes where all but appends writes: the append connection where only one may write at all
     */
    SqlRevisionLog(
            Dialect dialect,
            int store,
            SqlAppender appender,
            Connections reads,
            Connections scans,
            Connections writes) {
        this.dialect = dialect;
        this.store = store;
        this.writes = writes;
        this.scans = scans;
        this.appender = appender;
        this.pages = new LogPages(dialect, store, reads);
        this.values = new StoredValues(dialect, store, reads);
        this.snapshots = new LogSnapshots(dialect, store, scans);
        this.compaction = new Compaction(dialect, store, writes);
        this.freePages = dialect.shared() ? Optional.empty() : Optional.of(new FreePages(writes, scans));
    }

    @Override
    public AppendResult append(LogPosition expectedHead, AppendBatch batch) {
        return appender.append(expectedHead, batch);
    }

    @Override
    public TailRead lockAndReadAfter(LogPosition position, long maxBytes) {
        return dialect.shared() ? appender.lockAndReadAfter(pages, position, maxBytes) : readAfter(position, maxBytes);
    }

    @Override
    public void unlock() {
        appender.unlock();
    }

    @Override
    public TailRead readAfter(LogPosition position, long maxBytes) {
        return pages.readAfter(position, maxBytes);
    }

    @Override
    public TailRead readEntries(long from, long to, long maxBytes) {
        return pages.readEntries(from, to, maxBytes);
    }

    @Override
    public Map<Revision, Value> readValues(Collection<Revision> revisions) {
        return values.read(revisions);
    }

    @Override
    public LogSnapshot load(Consumer<KeyMetadata> index) {
        return snapshots.load(index);
    }

    @Override
    public long compact(long revision) {
        return compaction.compact(revision);
    }

    @Override
    public long purge(long upTo) {
        return compaction.purge(upTo);
    }

    @Override
    public boolean reclaim() {
        return freePages.isPresent() && freePages.get().giveBackSome();
    }

    @Override
    public void scan(long upTo, Consumer<StoredChange> consumer) {
        snapshots.scan(upTo, consumer);
    }

    @Override
    public long renewClusterId(long lost) {
        return writes.inTransaction(connection -> StoreRow.renewClusterId(connection, store, lost, new SecureRandom()));
    }

    @Override
    public long sizeBytes() {
        return scans.lend(connection -> {
            try (PreparedStatement query = connection.prepareStatement(dialect.size());
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    @Override
    public boolean shared() {
        return dialect.shared();
    }

    @Override
    public void close() {
        appender.close();
    }
}
