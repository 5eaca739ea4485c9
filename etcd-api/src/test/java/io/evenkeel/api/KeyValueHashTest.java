package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Refusal;
import io.evenkeel.mvcc.RefusedException;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.write.Mutation;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every hash here was given by etcd 3.7.3 for the same requests. */
class KeyValueHashTest {

    private final TestServer server = new TestServer();

    @BeforeEach
    void writeRevisions2To9() {
        put("a", "1");
        put("b", "2");
        put("a", "11");
        delete(KeyRange.single(Key.of("a")));
        put("c", "");
        put("a", "111");
        put("b", "22");
        delete(KeyRange.single(Key.of("c")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1084519789",
        "2, 2587454935",
        "3, 1827592406",
        "4, 2181957126",
        "5, 2770065986",
        "6, 1665346080",
        "7, 2757003679",
        "8, 3761396602",
        "9, 3632379717"
    })
    void hashesEverythingUpToTheRevision(long revision, long hash) {
        assertThat(KeyValueHash.of(server.store, revision)).isEqualTo(new KeyValueHash((int) hash, -1, revision));
    }

    @Test
    void hashesUpToTheCurrentRevisionForZero() {
        assertThat(KeyValueHash.of(server.store, 0)).isEqualTo(new KeyValueHash((int) 3632379717L, -1, 9));
    }

    @Test
    void hashesNothingBelowZero() {
        assertThat(KeyValueHash.of(server.store, -1)).isEqualTo(new KeyValueHash(1084519789, -1, -1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesOutWhatCompactionHasDeletedOrMayDelete(boolean physical) {
        server.store.compact(5, physical).join();

        assertHash(6, 2690948391L, 5);
        assertHash(7, 942833641L, 5);
        assertHash(8, 2304887273L, 5);
        assertHash(9, 3087313914L, 5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hashesWhatIsStillStoredWhenNothingIsLive(boolean physical) {
        server.store.compact(5, physical).join();
        delete(KeyRange.ALL);
        assertHash(10, 3491290133L, 5);

        server.store.compact(9, physical).join();
        assertHash(10, 3297868220L, 9);

        server.store.compact(10, physical).join();
        assertHash(10, 1084519789L, 10);

        put("z", "1");
        assertHash(11, 974378710L, 10);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesAKeyForDeadWhereOneTransactionDeletesAndPutsIt(boolean physical) {
        server.store.compact(5, physical).join();
        var delete = new Mutation.DeleteRange(KeyRange.ALL, false);
        var put = new Mutation.Put(Key.of("a"), Value.of("again"), 0, false, false, false);
        server.store
                .write(new Mutation.Txn(List.of(), List.of(delete, put), List.of()))
                .join();

        assertHash(10, 3596744756L, 5);
        assertHash(9, 3087313914L, 5);

        server.store.compact(10, physical).join();
        assertHash(10, 1084519789L, 10);
    }

    @Test
    void refusesCompactedAndFutureRevisions() {
        server.store.compact(5, false).join();

        assertRefused(4, Refusal.COMPACTED);
        assertRefused(10, Refusal.FUTURE_REVISION);
    }

    @Test
    void isTheSameOnAServerThatHasNotHeardOfACompaction() {
        var datastore = new TestServer.Shared();
        try (var first = new TestServer(datastore, TestServer.Shared.member(1));
                var second = new TestServer(datastore, TestServer.Shared.member(2))) {
            first.put("a", "1");
            first.put("a", "2");
            second.store.readBarrier().join();
            first.store.compact(3, true).join();

            assertThat(KeyValueHash.of(second.store, 3)).isEqualTo(KeyValueHash.of(first.store, 3));
        }
    }

    private void assertRefused(long revision, Refusal refusal) {
        assertThatThrownBy(() -> KeyValueHash.of(server.store, revision))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(refusal));
    }

    private void assertHash(long revision, long hash, long compacted) {
        assertThat(KeyValueHash.of(server.store, revision))
                .isEqualTo(new KeyValueHash((int) hash, compacted, revision));
    }

    private void put(String key, String value) {
        server.store
                .write(new Mutation.Put(Key.of(key), Value.of(value), 0, false, false, false))
                .join();
    }

    private void delete(KeyRange range) {
        server.store.write(new Mutation.DeleteRange(range, false)).join();
    }
}
