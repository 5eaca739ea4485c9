package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.ServerLauncher;
import io.evenkeel.e2e.tools.ServerUnderTest;
import io.grpc.ClientInterceptor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * A kind of server, played against a reference, seed by seed.
 *
 * @param testedIsEtcd whether the tested server has etcd's habit of sending prev_kv to watches that did not ask for it
 * @param spoilers what alters the tested server's answers, to show that the comparison finds it; usually nothing
 */
record Differential(
        String test,
        ServerLauncher reference,
        ServerLauncher tested,
        boolean testedIsEtcd,
        List<ClientInterceptor> spoilers,
        Shrinker shrinker) {

    private static final String FLAG = "--watch-progress-notify-interval=100ms";

    Differential {
        spoilers = List.copyOf(spoilers);
    }

    /** Plays the steps of one seed on fresh servers. Fails with the difference, a short way to it, and how to see it again. */
    void play(long seed, int steps) {
        findDifference(new StepGenerator(seed), steps).ifPresent(found -> {
            List<Step> shortest = shrinker.shrunk(found.steps(), this::differs);
            throw new AssertionError("seed " + seed + " differs at step "
                    + found.steps().size() + " of " + steps + ": "
                    + found.steps().getLast() + "\n" + found.difference().getMessage()
                    + "\n\nThe shortest way found to a difference:\n  "
                    + shortest.stream().map(Step::toString).collect(Collectors.joining("\n  "))
                    + "\n\nPlay it again with\n  ./mvnw verify -pl e2e -am -DskipUnitTests -Dit.test="
                    + test
                    + " -Dfailsafe.failIfNoSpecifiedTests=false -Ddifferential.seed=" + seed + " -Ddifferential.steps="
                    + steps + "\n");
        });
    }

    /** The steps up to and including the one that made the difference. */
    record Found(List<Step> steps, Difference difference) {}

    /** A server that cannot even start says nothing about the steps, and must not hide what was found before. */
    private boolean differs(List<Step> steps) {
        Iterator<Step> iterator = steps.iterator();
        try {
            return findDifference(world -> iterator.next(), steps.size()).isPresent();
        } catch (AssertionError | CompletionException noAnswer) {
            return false;
        }
    }

    Optional<Found> findDifference(StepSource source, int steps) {
        try (Scratch scratch = Scratch.create()) {
            CompletableFuture<ServerUnderTest> other =
                    CompletableFuture.supplyAsync(() -> tested.start(scratch.folder("tested"), FLAG));
            try (ServerUnderTest left = reference.start(scratch.folder("reference"), FLAG);
                    ServerUnderTest right = other.join();
                    DifferentialRun run = new DifferentialRun(
                            new Player("the reference", left),
                            new Player("the server under test", right, spoilers.toArray(ClientInterceptor[]::new)),
                            testedIsEtcd)) {
                try {
                    run.play(source, steps);
                    return Optional.empty();
                } catch (Difference difference) {
                    return Optional.of(new Found(List.copyOf(run.played()), difference));
                }
            }
        }
    }
}
