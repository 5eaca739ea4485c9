package io.evenkeel.e2e.differential;

import java.util.EnumMap;
import java.util.Map;

/**
 * The character of one run: how often each family of steps comes, and how large values get. Every seed has its own,
 * because faults hide where one kind of request is much more or much less frequent than usual.
 */
final class Profile {

    /** What steps are about. The weight is the share in an average run. */
    enum Family {
        RANGE(16),
        RANGE_STREAM(5),
        PUT(20),
        DELETE(7),
        TXN(18),
        COMPARE_AND_SWAP(6),
        COMPACT(1),
        LEASE(7),
        OPEN_WATCH(4),
        OTHER_WATCH(4),
        HASH(2),
        ADMINISTRATION(1),
        BAD_REQUEST(5),
        COMPARE_WATCHES(3);

        private final double weight;

        Family(double weight) {
            this.weight = weight;
        }
    }

    private final Map<Family, Double> weights = new EnumMap<>(Family.class);
    private final boolean largeValues;

    Profile(Dice dice) {
        for (Family family : Family.values()) {
            weights.put(family, family.weight * dice.factor(0.3, 2.0));
        }
        this.largeValues = dice.percent(20);
    }

    /** True if values of hundreds of KiB occur, which make requests too large and watches fragment. */
    boolean hasLargeValues() {
        return largeValues;
    }

    Family pick(Dice dice) {
        double rest = dice.factor(
                0, weights.values().stream().mapToDouble(Double::doubleValue).sum());
        for (Map.Entry<Family, Double> family : weights.entrySet()) {
            rest -= family.getValue();
            if (rest < 0) {
                return family.getKey();
            }
        }
        return Family.RANGE;
    }
}
