package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SplittableRandom;

/** All randomness of a run, from one seed. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** One of 0 … bound − 1. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** One of {@code from} … {@code to}, both included. */
    long between(long from, long to) {
        return from >= to ? from : random.nextLong(from, to + 1);
    }

    double factor(double from, double to) {
        return random.nextDouble(from, to);
    }

    boolean percent(int chance) {
        return below(100) < chance;
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    ByteString bytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
