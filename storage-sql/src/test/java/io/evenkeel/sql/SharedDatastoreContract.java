package io.evenkeel.sql;

import static io.evenkeel.mvcc.log.Batches.creates;
import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.lease.LeaseStore;
import io.evenkeel.mvcc.log.AppendBatch;
import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.AppendResult.Appended;
import io.evenkeel.mvcc.log.AppendResult.Conflict;
import io.evenkeel.mvcc.log.AppendResult.LeasesRefused;
import io.evenkeel.mvcc.log.AppendResult.NotSent;
import io.evenkeel.mvcc.log.AppendResult.SlotPurged;
import io.evenkeel.mvcc.log.AppendResult.Unknown;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.LogEntry;
import io.evenkeel.mvcc.log.LogPosition;
import io.evenkeel.mvcc.log.LogSlice;
import io.evenkeel.mvcc.log.RevisionLog;
import io.evenkeel.mvcc.log.TailRead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What several servers on one store do to each other, and what becomes of them when the database drops them. */
@Timeout(120)
abstract class SharedDatastoreContract {

    private static final Duration LONG = Duration.ofMinutes(1);

    /** A try waits two seconds for the append lock, and what stalls with it is ended after two. */
    private static final int MOST_TRIES = 5;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<SqlDatastoreUnderTest> opened = new ArrayList<>();
    private final String store = FreshName.of("shared");
    private SharedTestDatabase database;
    private Connection outside;

    abstract SharedTestDatabase database();

    @BeforeEach
    void connect() throws SQLException {
        database = database();
        outside = database.connect(database.common(store));
    }

    @AfterEach
    void close() throws SQLException {
        outside.close();
        threads.shutdownNow();
        opened.forEach(SqlDatastoreUnderTest::close);
    }

    @Test
    void serversThatStartTogetherOnAnEmptyDatabaseFindOneStore() throws Exception {
        DatastoreSettings empty = database.fresh("default");
        List<Future<Long>> servers = IntStream.range(0, 4)
                .mapToObj(_ -> threads.submit(() -> {
                    try (SqlDatastore datastore = SqlDatastore.open(empty)) {
                        return datastore.log().load(_ -> {}).clusterId();
                    }
                }))
                .toList();

        Set<Long> clusterIds = new HashSet<>();
        for (Future<Long> server : servers) {
            clusterIds.add(server.get());
        }
        assertThat(clusterIds).hasSize(1);
    }

    @Test
    void severalWritersBuildOneLog() throws Exception {
        List<Future<Set<Long>>> writers = IntStream.range(0, 3)
                .mapToObj(writer -> submitWriter(open(Duration.ofMillis(250)), writer, 60, () -> {}))
                .toList();

        Set<Long> acknowledged = new HashSet<>();
        for (Future<Set<Long>> writer : writers) {
            acknowledged.addAll(writer.get());
        }

        List<LogEntry> entries = everything(open(LONG));
        assertThat(entries).extracting(LogEntry::batch).doesNotHaveDuplicates().hasSize(180);
        assertThat(entries).extracting(LogEntry::batch).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    /** On MySQL a compaction takes the same lock as an append. */
    @Test
    void appendsGoOnWhenACompactionStallsHalfway() throws Exception {
        RevisionLog log = open(LONG).log();
        Connection stalled = database.connectToWrite(database.common(store));
        try {
            startCompaction(stalled);

            AppendResult result = log.append(LogPosition.START, Batches.creates(11, 2, 1));
            for (int tried = 1; result instanceof NotSent && tried < MOST_TRIES; tried++) {
                result = log.append(LogPosition.START, Batches.creates(11, 2, 1));
            }

            assertThat(result).isEqualTo(new Appended());
        } finally {
            stalled.abort(threads);
        }
    }

    private void startCompaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        int number = storeNumber();
        try (PreparedStatement compaction = connection.prepareStatement(
                RevisionLogSql.COMPACTED + database.dialect().forUpdate())) {
            compaction.setInt(1, number);
            compaction.setInt(2, number);
            compaction.execute();
        }
    }

    private int storeNumber() throws SQLException {
        try (PreparedStatement query = outside.prepareStatement("select id from evenkeel_store where name = ?")) {
            query.setString(1, store);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    @Test
    void takesNothingForLostThatIsMissedOnce() {
        var between = new AtomicReference<MissedSubqueries>();
        try (SqlDatastore datastore = SqlDatastore.open(
                database.common(store),
                connector -> {
                    between.set(new MissedSubqueries(connector));
                    return between.get();
                },
                LONG)) {
            RevisionLog log = datastore.log();
            AppendBatch batch = Batches.creates(11, 2, 1);
            assertThat(log.append(LogPosition.START, batch)).isEqualTo(new Appended());
            var head = new LogPosition(2, 11);
            var nothingNew = new LogSlice(List.of(), 2, -1, log.load(_ -> {}).clusterId());
            MissedSubqueries missed = between.get();

            missed.missNext();
            assertThat(log.readAfter(head, 1 << 20)).isEqualTo(nothingNew);
            assertThat(missed.wasMissed()).isTrue();

            missed.missNext();
            assertThat(log.lockAndReadAfter(head, 1 << 20)).isEqualTo(nothingNew);
            assertThat(missed.wasMissed()).isTrue();
            log.unlock();

            missed.missNext();
            assertThat(log.append(LogPosition.START, batch)).as("again").isEqualTo(new Appended());
            assertThat(missed.wasMissed()).isTrue();
        }
    }

    @Test
    void losesAndDoublesNothingWhenConnectionsAreKilled() throws Exception {
        AtomicInteger appends = new AtomicInteger();
        Runnable killSometimes = () -> {
            if (appends.incrementAndGet() % 25 == 0) {
                killOthers();
            }
        };
        List<Future<Set<Long>>> writers = IntStream.range(0, 2)
                .mapToObj(writer -> submitWriter(open(Duration.ofMillis(250)), writer, 60, killSometimes))
                .toList();

        Set<Long> acknowledged = new HashSet<>();
        for (Future<Set<Long>> writer : writers) {
            acknowledged.addAll(writer.get());
        }

        List<LogEntry> entries = everything(open(LONG));
        assertThat(acknowledged).hasSize(120);
        assertThat(entries).extracting(LogEntry::batch).containsExactlyInAnyOrderElementsOf(acknowledged);
    }

    /** Granted in the opposite order, and so stored. */
    @Test
    void renewsLeasesInTheOrderOfTheirIds() throws Exception {
        LeaseStore leases = open(LONG).leases();
        List<Long> ids = LongStream.rangeClosed(1, 9).boxed().toList();
        ids.reversed().forEach(id -> assertThat(leases.grant(id, 60)).isTrue());
        for (Callable<?> renewal : List.<Callable<?>>of(() -> leases.renew(ids), leases::startAnew)) {
            outside.setAutoCommit(false);
            try (Statement statement = outside.createStatement()) {
                statement.executeQuery(leases("id = 5 for update")).close();
            }
            Future<?> waiting = threads.submit(renewal);
            awaitUnlocked(List.of(6L, 7L, 8L, 9L));
            outside.rollback();
            waiting.get();
        }
    }

    private String leases(String condition) {
        return "select id from evenkeel_lease where store = (select id from evenkeel_store where name = '" + store
                + "') and " + condition;
    }

    private void awaitUnlocked(List<Long> expected) throws SQLException {
        Instant deadline = Instant.now().plusSeconds(4);
        List<Long> unlocked = new ArrayList<>();
        try (Connection connection = database.connect(database.common(store));
                Statement statement = connection.createStatement()) {
            while (!unlocked.equals(expected)) {
                assertThat(Instant.now())
                        .as("rows that are locked by nobody: " + unlocked)
                        .isBefore(deadline);
                unlocked.clear();
                try (ResultSet rows = statement.executeQuery(leases("id > 0 order by id for update skip locked"))) {
                    while (rows.next()) {
                        unlocked.add(rows.getLong(1));
                    }
                }
            }
        }
    }

    @Test
    void keepsTheLockToTheNextAppend() throws Exception {
        RevisionLog mine = open(LONG).log();
        RevisionLog other = open(LONG).log();
        Batches.append(other, 1, creates(11, 2, 1), false);

        mine.lockAndReadAfter(LogPosition.START, 1 << 20);
        Future<AppendResult> shutOut = threads.submit(() -> Batches.append(other, 2, creates(13, 3, 1), false));
        awaitWaitingAppend();
        assertThat(Batches.append(mine, 2, creates(14, 3, 1), false)).isEqualTo(new Appended());

        assertThat(shutOut.get()).isEqualTo(new Conflict());
    }

    @Test
    void readsUnderTheLockWhatWasAppendedWhileItWaited() throws Exception {
        RevisionLog mine = open(LONG).log();
        RevisionLog other = open(LONG).log();
        other.lockAndReadAfter(LogPosition.START, 1 << 20);
        Future<TailRead> waiting = threads.submit(() -> mine.lockAndReadAfter(LogPosition.START, 1 << 20));
        awaitWaitingAppend();
        Batches.append(other, 1, creates(11, 2, 1), false);

        assertThat(((LogSlice) waiting.get()).head()).isEqualTo(2);
    }

    @Test
    void givesTheLockBackWhenAsked() {
        RevisionLog mine = open(LONG).log();
        RevisionLog other = open(LONG).log();
        mine.lockAndReadAfter(LogPosition.START, 1 << 20);
        mine.unlock();

        assertThat(Batches.append(other, 1, creates(13, 2, 1), false)).isEqualTo(new Appended());
        assertThat(Batches.append(mine, 1, creates(14, 2, 1), false)).isEqualTo(new Conflict());
        assertThat(Batches.append(mine, 2, creates(14, 3, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void givesTheLockBackWhenNothingIsAppended() {
        RevisionLog mine = open(Duration.ofMillis(1)).log();
        RevisionLog other = open(LONG).log();
        mine.lockAndReadAfter(LogPosition.START, 1 << 20);

        assertThat(Batches.append(other, 1, creates(13, 2, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void theServerEndsALockHolderThatStalls() {
        RevisionLog stalled = open(LONG).log();
        RevisionLog other = open(LONG).log();
        Batches.append(other, 1, creates(11, 2, 1), false);
        stalled.lockAndReadAfter(LogPosition.START, 1 << 20);

        Instant deadline = Instant.now().plusSeconds(30);
        AppendResult result = Batches.append(other, 2, creates(13, 3, 1), false);
        while (result instanceof NotSent && Instant.now().isBefore(deadline)) {
            result = Batches.append(other, 2, creates(13, 3, 1), false);
        }

        assertThat(result).isEqualTo(new Appended());
        assertThat(settled(stalled, new LogPosition(2, 11), creates(14, 3, 1))).isEqualTo(new Conflict());
        assertThat(Batches.append(stalled, 3, creates(14, 4, 1), true)).isEqualTo(new Appended());
    }

    @Test
    void anAppendThatDoesNotGetTheLockInTimeIsNotSent() throws SQLException {
        RevisionLog log = open(LONG).log();
        lockAppendsFromOutside();

        assertThat(Batches.append(log, 1, creates(11, 2, 1), false)).isInstanceOf(NotSent.class);
        outside.rollback();

        assertThat(Batches.append(log, 1, creates(11, 2, 1), false)).isEqualTo(new Appended());
    }

    @Test
    void anAppendWhoseConnectionIsKilledIsSettledByRepeatingIt() throws Exception {
        RevisionLog log = open(LONG).log();
        AppendBatch batch = creates(11, 2, 3);
        lockAppendsFromOutside();
        Future<AppendResult> killed = threads.submit(() -> Batches.append(log, 1, batch, false));
        awaitWaitingAppend();
        killOthers();

        assertThat(killed.get()).isInstanceOfAny(Unknown.class, NotSent.class);
        outside.rollback();

        assertThat(Batches.append(log, 1, batch, false)).isEqualTo(new Appended());
        assertThat(everything(opened.getFirst())).isEqualTo(batch.entries());
    }

    @Test
    void appendsAndReadsAgainAfterIdleConnectionsWereKilled() {
        SqlDatastoreUnderTest datastore = open(LONG);
        datastore.log().append(LogPosition.START, creates(11, 2, 1));
        killOthers();

        assertThat(settled(datastore.log(), new LogPosition(2, 11), creates(12, 3, 1)))
                .isEqualTo(new Appended());
        assertThat(everything(datastore)).hasSize(2);
    }

    private SqlDatastoreUnderTest open(Duration lockKeptFor) {
        SqlDatastoreUnderTest datastore = SqlDatastoreUnderTest.open(database.common(store), lockKeptFor);
        synchronized (opened) {
            opened.add(datastore);
        }
        return datastore;
    }

    /** Appends batches of one entry as a server would, following the log; returns the ids of those acknowledged. */
    private Future<Set<Long>> submitWriter(
            SqlDatastoreUnderTest datastore, int writer, int batches, Runnable afterEach) {
        return threads.submit(() -> {
            Set<Long> acknowledged = new HashSet<>();
            LogPosition position = LogPosition.START;
            for (int i = 0; i < batches; i++) {
                long id = 1000L * (writer + 1) + i;
                boolean lockFirst = false;
                while (!acknowledged.contains(id)) {
                    if (lockFirst) {
                        lock(datastore.log());
                    }
                    position = catchUp(datastore.log(), position);
                    AppendBatch batch = creates(id, position.revision() + 1, 1);
                    switch (settledOnce(datastore.log(), position, batch)) {
                        case Appended() -> acknowledged.add(id);
                        case Conflict() -> lockFirst = true;
                        case NotSent _ -> lockFirst = false;
                        case SlotPurged purged -> throw new AssertionError(purged);
                        case LeasesRefused refused -> throw new AssertionError(refused);
                        case Unknown unknown -> throw new AssertionError(unknown);
                    }
                }
                afterEach.run();
            }
            return acknowledged;
        });
    }

    /** Whoever does not get the lock tries without it. */
    private static void lock(RevisionLog log) {
        try {
            log.lockAndReadAfter(LogPosition.START, 1);
        } catch (DatastoreException e) {
            assertThat(e).as("a lock on a killed connection").hasCauseInstanceOf(SQLException.class);
        }
    }

    private static AppendResult settled(RevisionLog log, LogPosition head, AppendBatch batch) {
        AppendResult result = settledOnce(log, head, batch);
        while (result instanceof NotSent) {
            result = settledOnce(log, head, batch);
        }
        return result;
    }

    /** Repeats an append until it is known what became of it. */
    private static AppendResult settledOnce(RevisionLog log, LogPosition head, AppendBatch batch) {
        AppendResult result = log.append(head, batch);
        if (result instanceof Unknown) {
            while (result instanceof Unknown || result instanceof NotSent) {
                result = log.append(head, batch);
            }
        }
        return result;
    }

    private static LogPosition catchUp(RevisionLog log, LogPosition from) {
        LogPosition position = from;
        while (true) {
            LogSlice slice = readAfter(log, position);
            if (slice.entries().isEmpty()) {
                return position;
            }
            LogEntry last = slice.entries().getLast();
            position = new LogPosition(last.revision(), last.batch());
        }
    }

    private static LogSlice readAfter(RevisionLog log, LogPosition position) {
        while (true) {
            try {
                return (LogSlice) log.readAfter(position, 1 << 20);
            } catch (DatastoreException e) {
                assertThat(e).as("a read on a killed connection").hasCauseInstanceOf(SQLException.class);
            }
        }
    }

    private static List<LogEntry> everything(SqlDatastoreUnderTest datastore) {
        List<LogEntry> entries = new ArrayList<>();
        LogPosition position = LogPosition.START;
        while (true) {
            LogSlice slice = readAfter(datastore.log(), position);
            if (slice.entries().isEmpty()) {
                return entries;
            }
            entries.addAll(slice.entries());
            position = new LogPosition(
                    entries.getLast().revision(), entries.getLast().batch());
        }
    }

    private void lockAppendsFromOutside() throws SQLException {
        outside.setAutoCommit(false);
        try (PreparedStatement find = outside.prepareStatement("select id from evenkeel_store where name = ?");
                PreparedStatement lock =
                        outside.prepareStatement(database.dialect().lockAppends())) {
            find.setString(1, store);
            try (ResultSet row = find.executeQuery()) {
                row.next();
                lock.setInt(1, row.getInt(1));
            }
            lock.execute();
        }
    }

    private void killOthers() {
        try {
            synchronized (opened) {
                database.killOthers(outside);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitWaitingAppend() throws SQLException {
        Instant deadline = Instant.now().plusSeconds(30);
        try (Connection connection = database.connect(database.common(store));
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet waiting = statement.executeQuery(database.findWaitingAppend())) {
                    if (waiting.next()) {
                        return;
                    }
                }
                assertThat(Instant.now())
                        .as("somebody waits for the append lock")
                        .isBefore(deadline);
            }
        }
    }
}
