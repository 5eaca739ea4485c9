package io.evenkeel.operator.tenant;

import java.util.Optional;

/**
 * The connections that a database server takes at most, and who has them.
 *
 * @param max the server's {@code max_connections}
 * @param reserved of those, kept back for administrators
 * @param used open at the moment, by anybody
 * @param usedByTenants of those, by logins of control planes
 */
public record ConnectionBudget(int max, int reserved, int used, int usedByTenants) {

    /** What is left for control planes, all of them together, when everybody else keeps what they have. */
    public int forTenants() {
        return max - reserved - (used - usedByTenants);
    }

    /**
     * Why these controllers must not all run; empty when they may. What counts is what their servers may open, not what they
     * have open at the moment.
     *
     * @param controllers of all control planes on the database server, with those yet to be started
     * @param perController the most that the server of one controller opens: {@link DatabaseServer#connectionsPerController}
     */
    public Optional<String> refusal(int controllers, int perController) {
        long needed = (long) controllers * perController;
        long missing = needed - forTenants();
        if (missing <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                controllers + " controllers may open " + needed + " connections to the database, " + perController
                        + " each, and it has " + forTenants() + " for them: max_connections is " + max + ", of which "
                        + reserved
                        + " are reserved and " + (used - usedByTenants) + " used by others. Raise max_connections to "
                        + (max + missing) + " or more, or run fewer controllers on this database server");
    }
}
