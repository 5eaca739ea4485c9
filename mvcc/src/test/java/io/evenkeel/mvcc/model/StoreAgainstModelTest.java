package io.evenkeel.mvcc.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.KeyRange;
import io.evenkeel.mvcc.lease.InMemoryLeaseStore;
import io.evenkeel.mvcc.log.InMemoryRevisionLog;
import io.evenkeel.mvcc.read.RangeQuery;
import io.evenkeel.mvcc.write.Mutation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever clients do, in batches of any size and with any value missing from the cache: the store answers as the model. */
class StoreAgainstModelTest {

    @Provide
    Arbitrary<List<List<Steps.Step>>> rounds() {
        return Steps.rounds();
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void answersAsTheModelDoes(@ForAll("rounds") List<List<Steps.Step>> rounds, @ForAll boolean cacheValues) {
        var leases = new InMemoryLeaseStore();
        var log = new InMemoryRevisionLog(leases, true, 1);
        try (var store = new SteppedStore(log, leases, cacheValues)) {
            var model = new NaiveStore();
            for (List<Steps.Step> round : rounds) {
                run(round, store, model, cacheValues);
            }
            everyReadableRevisionIsTheSame(store, model);
            try (var reloaded = new SteppedStore(log, leases, cacheValues)) {
                everyReadableRevisionIsTheSame(reloaded, model);
            }
        }
    }

    /**
     * Writes of one round that follow one another are sequenced as one batch. Unless values may be missing: whoever has to
     * wait for one is overtaken, as requests that are under way at once may be.
     */
    private static void run(List<Steps.Step> round, SteppedStore store, NaiveStore model, boolean asOneBatch) {
        var answers = new ArrayList<CompletableFuture<String>>();
        var expected = new ArrayList<String>();
        for (Steps.Step step : round) {
            switch (step) {
                case Steps.Step.Write(var mutation) -> {
                    if (mutation instanceof Mutation.RevokeLease) {
                        // A refusal that looks at leases once more may find those revoked that came right after it.
                        store.settle();
                    }
                    answers.add(store.write(mutation));
                    expected.add(model.write(mutation));
                    if (!asOneBatch) {
                        store.settle();
                    }
                }
                case Steps.Step.Read(RangeQuery query) -> {
                    store.settle();
                    answers.add(store.range(query));
                    expected.add(model.range(query));
                }
                case Steps.Step.Grant(long lease) -> {
                    store.settle();
                    store.grant(lease);
                    model.grant(lease);
                }
                case Steps.Step.Compact(long revision) -> {
                    store.settle();
                    answers.add(store.compact(revision));
                    expected.add(model.compact(revision));
                }
            }
        }
        store.settle();
        assertThat(answers.stream().map(CompletableFuture::join).toList()).isEqualTo(expected);
    }

    private static void everyReadableRevisionIsTheSame(SteppedStore store, NaiveStore model) {
        for (long revision : model.readableRevisions()) {
            RangeQuery all = RangeQuery.of(KeyRange.ALL).atRevision(revision);
            assertThat(store.range(all).join()).isEqualTo(model.range(all));
        }
    }
}
