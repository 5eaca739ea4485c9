package io.evenkeel.assembly.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.DatastoreException;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoreExport.Row;
import io.evenkeel.mvcc.log.StoreExport.Stand;
import io.evenkeel.mvcc.log.StoredLease;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotFileTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final Stand STAND = new Stand(9, 4, 3, 0x1234);

    @TempDir
    private Path directory;

    private final List<StoredLease> leases =
            LongStream.range(1, 2500).mapToObj(id -> new StoredLease(-id, id)).toList();

    private final List<StoredChange> changes = List.of(
            put("a", 7, 0, "value"),
            put("\0\u00ff", 7, 1, ""),
            new StoredChange(new KeyMetadata(Key.of("a"), 8, 0, 0, 0, 0, 0), null),
            put("large", 9, 0, "x".repeat(1_500_000)));

    @Test
    void holdsWhatWasSaved() {
        Path file = save(changes);

        SnapshotFile snapshot = SnapshotFile.open(file);
        var readLeases = new ArrayList<StoredLease>();
        var readChanges = new ArrayList<StoredChange>();
        snapshot.read(readLeases::addAll, readChanges::add);

        assertThat(readLeases).isEqualTo(leases);
        assertThat(readChanges).isEqualTo(changes);
        SnapshotFacts facts = snapshot.facts();
        assertThat(facts.head()).isEqualTo(9);
        assertThat(facts.compacted()).isEqualTo(4);
        assertThat(facts.clusterId()).isEqualTo(0x1234);
        assertThat(facts.takenAt()).isEqualTo(NOW);
        assertThat(facts.changes()).isEqualTo(4);
        assertThat(facts.leases()).isEqualTo(2499);
        assertThat(facts.bytes()).isEqualTo(file.toFile().length());
    }

    @Test
    void isRefusedWhereverItIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(save(changes.subList(0, 3)));
        for (int length = 0; length < whole.length; length += length < 100 ? 1 : 997) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));

            assertThatThrownBy(() -> SnapshotFile.open(cut))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageMatching("(?s).*(is damaged|is not a snapshot of evenkeel).*");
        }
    }

    @Test
    void isRefusedWhereverItIsAltered() throws IOException {
        byte[] whole = Files.readAllBytes(save(changes.subList(0, 3)));
        for (int place = 0; place < whole.length; place += place < 100 ? 1 : 499) {
            byte[] altered = whole.clone();
            altered[place] ^= 1;
            Path file = Files.write(directory.resolve("altered"), altered);

            assertThatThrownBy(() -> SnapshotFile.open(file)).isInstanceOf(SnapshotException.class);
        }
    }

    @Test
    void isRefusedWithSomethingAfterIt() throws IOException {
        byte[] whole = Files.readAllBytes(save(changes));
        Path longer = Files.write(directory.resolve("longer"), Arrays.copyOf(whole, whole.length + 1));

        assertThatThrownBy(() -> SnapshotFile.open(longer)).hasMessageContaining("its checksum does not match");
    }

    @Test
    void saysWhatIsWrongWithAFileOfAnotherKind() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "something else entirely");

        assertThatThrownBy(() -> SnapshotFile.open(other)).hasMessage(other + " is not a snapshot of evenkeel");
        assertThatThrownBy(() -> SnapshotFile.open(directory.resolve("none")))
                .hasMessageStartingWith("there is no file");
    }

    @Test
    void doesNotReadAFormatItDoesNotKnow() throws Exception {
        byte[] bytes = Files.readAllBytes(save(changes));
        ByteBuffer.wrap(bytes).putInt(SnapshotFormat.MAGIC.length(), 2);
        Path file = Files.write(directory.resolve("newer"), withRightChecksum(bytes));

        assertThatThrownBy(() -> SnapshotFile.open(file))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("has version 2");
    }

    @Test
    void doesNotTakeAWrongLengthForMemoryToTake() throws Exception {
        byte[] bytes = Files.readAllBytes(save(List.of(put("a", 2, 0, "v"))));
        int keyLength = bytes.length - SnapshotFormat.CHECKSUM_BYTES - 9 - 5 - 24 - 1 - 4;
        ByteBuffer.wrap(bytes).putInt(keyLength, Integer.MAX_VALUE);
        Path file = Files.write(directory.resolve("wrong"), withRightChecksum(bytes));

        assertThatThrownBy(() -> SnapshotFile.open(file).read(_ -> {}, _ -> {}))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("2147483647 bytes");
    }

    private static byte[] withRightChecksum(byte[] bytes) throws Exception {
        int end = bytes.length - SnapshotFormat.CHECKSUM_BYTES;
        byte[] checksum = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, end));
        System.arraycopy(checksum, 0, bytes, end, checksum.length);
        return bytes;
    }

    @Test
    void canBeReadByItsOwnerOnly() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(save(changes))))
                .isEqualTo("rw-------");
    }

    @Test
    void oneThatFailsLeavesTheOneBeforeAndNothingElse() throws IOException {
        Path file = save(changes);
        byte[] before = Files.readAllBytes(file);

        var failing = new FakeStore(changes) {
            @Override
            public void read(Reader reader) {
                super.read(reader);
                throw new DatastoreException("the connection broke");
            }
        };
        assertThatThrownBy(() -> new SnapshotSave(failing, file, (_, _) -> {}).run(NOW))
                .isInstanceOf(DatastoreException.class);

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void saysWhereItCannotBeWritten() {
        Path file = directory.resolve("none/snapshot");

        assertThatThrownBy(() -> new SnapshotSave(new FakeStore(changes), file, (_, _) -> {}).run(NOW))
                .isInstanceOf(SnapshotException.class)
                .hasMessageStartingWith("cannot write " + file);
        assertThatThrownBy(() -> new SnapshotSave(new FakeStore(changes), directory, (_, _) -> {}).run(NOW))
                .hasMessage(directory + " is a folder");
    }

    private Path save(List<StoredChange> saved) {
        Path file = directory.resolve("snapshot");
        var shares = new ArrayList<Double>();
        long written = new SnapshotSave(new FakeStore(saved), file, (_, share) -> shares.add(share)).run(NOW);
        assertThat(written).isEqualTo(saved.size());
        assertThat(shares).isSorted().hasSize(saved.size()).allMatch(share -> share <= 1);
        return file;
    }

    private static StoredChange put(String key, long main, int sub, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new StoredChange(new KeyMetadata(Key.of(key), main, sub, main, 1, 77, bytes.length), Value.wrap(bytes));
    }

    private class FakeStore implements StoreExport {

        private final List<StoredChange> content;

        FakeStore(List<StoredChange> content) {
            this.content = content;
        }

        @Override
        public void read(Reader reader) {
            reader.begin(STAND, leases);
            content.forEach(change -> reader.row(new Row(change, 0, 1)));
        }

        @Override
        public void close() {}
    }
}
