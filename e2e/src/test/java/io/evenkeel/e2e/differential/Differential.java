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

    private static final int MAX_LINES = 60;
    private static final String FLAG = "--watch-progress-notify-interval=100ms";

    Differential {
        spoilers = List.copyOf(spoilers);
    }

    /** Plays the steps of one seed on fresh servers. Fails with the difference, a short way to it, and how to see it again. */
    void play(long seed, int steps) {
        findDifference(new StepGenerator(seed), steps).ifPresent(found -> {
            Found shortest = shrinker.shrunk(found, this::playAgain);
            throw new AssertionError("""
                    seed %d differs at step %d of %d: %s
                    %s

                    The shortest way found to a difference, %d steps:
                      %s
                    %s

                    Play it again with
                      ./mvnw verify -pl e2e -am -DskipUnitTests -Dit.test=%s \\
                        -Dfailsafe.failIfNoSpecifiedTests=false -Ddifferential.seed=%d -Ddifferential.steps=%d

                    The server under test is %s
                    """.formatted(
                            seed,
                            found.steps().size(),
                            steps,
                            found.steps().getLast(),
                            found.difference().getMessage(),
                            shortest.steps().size(),
                            lines(shortest.steps()),
                            shortest.difference().getMessage(),
                            test,
                            seed,
                            steps,
                            found.server()));
        });
    }

    private static String lines(List<Step> steps) {
        return steps.stream()
                .skip(Math.max(0, steps.size() - MAX_LINES))
                .map(Step::toString)
                .collect(Collectors.joining("\n  "));
    }

    /** A server that cannot even start says nothing about the steps, and must not hide what was found before. */
    private Optional<Found> playAgain(List<Step> steps) {
        Iterator<Step> iterator = steps.iterator();
        try {
            return findDifference(world -> iterator.next(), steps.size());
        } catch (AssertionError | CompletionException noAnswer) {
            return Optional.empty();
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
                    return Optional.of(new Found(run.played(), difference, right.toString()));
                }
            }
        }
    }
}
