package io.evenkeel.e2e.differential;

/** Revisions to ask for: mostly readable ones, and those on both sides of every border. */
final class Revisions {

    private final Dice dice;

    Revisions(Dice dice) {
        this.dice = dice;
    }

    /** One that can be read: not below the compacted revision, not above the current one. */
    long readable(World world) {
        long oldest = Math.max(1, world.compacted());
        return dice.percent(60)
                ? dice.between(Math.max(oldest, world.head() - 8), world.head())
                : dice.between(oldest, world.head());
    }

    long any(World world) {
        return dice.percent(75) ? readable(world) : border(world);
    }

    private long border(World world) {
        return switch (dice.below(8)) {
            case 0 -> world.compacted() - 1;
            case 1 -> world.compacted();
            case 2 -> world.compacted() + 1;
            case 3 -> world.head();
            case 4 -> world.head() + 1;
            case 5 -> world.head() + dice.between(2, 20);
            case 6 -> 1;
            default -> -1;
        };
    }
}
