package io.evenkeel.mvcc.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.write.Mutation;
import io.evenkeel.mvcc.write.TxnOp;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private static final Mutation.Put PUT = new Mutation.Put(Key.of("key"), Value.of("value"), 0, false, false, false);
    private static final long COST = 256 + 3 + 5;

    @Test
    void aPutCostsWhatEtcdSays() {
        assertThat(Quota.cost(PUT)).isEqualTo(COST);
    }

    @Test
    void aTransactionCostsItsDearerBranch() {
        Mutation.Txn nested = txn(List.of(PUT, PUT), List.of());

        assertThat(Quota.cost(txn(List.of(PUT), List.of(PUT, nested)))).isEqualTo(3 * COST);
        assertThat(Quota.cost(txn(List.of(), List.of()))).isZero();
    }

    @Test
    void whatFreesSpaceCostsNothing() {
        assertThat(Quota.cost(new Mutation.DeleteRange(KeyRange.ALL, false))).isZero();
        assertThat(Quota.cost(new Mutation.RevokeLease(7, OptionalLong.empty())))
                .isZero();
    }

    @Test
    void isExceededOnceItIsReached() {
        assertThat(quota(1000, 1000 - COST - 1).isExceededBy(PUT)).isFalse();
        assertThat(quota(1000, 1000 - COST).isExceededBy(PUT)).isTrue();
        assertThat(quota(1000, 5000).isExceededBy(new Mutation.DeleteRange(KeyRange.ALL, false)))
                .isFalse();
        assertThat(quota(1000, 1000 - 65).isExceededByLease()).isFalse();
        assertThat(quota(1000, 1000 - 64).isExceededByLease()).isTrue();
        assertThat(quota(Long.MAX_VALUE, Long.MAX_VALUE - 1).isExceededBy(PUT)).isFalse();
    }

    private static Quota quota(long bytes, long kept) {
        return new Quota(bytes, () -> kept);
    }

    private static Mutation.Txn txn(List<TxnOp> success, List<TxnOp> failure) {
        return new Mutation.Txn(List.of(), success, failure);
    }
}
