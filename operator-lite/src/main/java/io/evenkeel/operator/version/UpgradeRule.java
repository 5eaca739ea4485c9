package io.evenkeel.operator.version;

import java.util.Optional;

/**
 * Which version controllers may be given: none older than what was rolled out last, and at most one minor version above what all
 * of them run, since the API servers of a cluster may be no further apart.
 */
public final class UpgradeRule {

    private UpgradeRule() {}

    /** What is to be done about a wanted version. */
    public sealed interface Decision {}

    /** Controllers are to run this one. */
    public record Accepted(K0sVersion version) implements Decision {}

    /**
     * Controllers stay as they are.
     *
     * @param current what they were given last; empty where there are none yet
     * @param reason one word, for programs
     */
    public record Refused(Optional<K0sVersion> current, String reason, String message) implements Decision {}

    /**
     * Decides.
     *
     * @param rolledOut what controllers were given last; empty where there are none
     * @param running what all of them are known to run; it is older than the former while an upgrade is under way
     */
    public static Decision decide(K0sVersion wanted, Optional<K0sVersion> rolledOut, Optional<K0sVersion> running) {
        Optional<K0sVersion> newest = rolledOut.or(() -> running);
        Optional<K0sVersion> oldest = running.or(() -> rolledOut);
        if (wanted.compareTo(K0sVersion.OLDEST) < 0) {
            return new Refused(newest, "TooOld", wanted + " is older than " + K0sVersion.OLDEST);
        }
        if (newest.filter(version -> wanted.compareTo(version) < 0).isPresent()) {
            return new Refused(
                    newest, "Downgrade", wanted + " is older than " + newest.get() + ", and Kubernetes cannot go back");
        }
        if (!newest.equals(Optional.of(wanted))
                && oldest.filter(version -> !isAtMostOneMinorAbove(wanted, version))
                        .isPresent()) {
            return new Refused(
                    newest,
                    "SkipsMinor",
                    wanted + " is more than one minor version above " + oldest.get() + ", which controllers run");
        }
        return new Accepted(wanted);
    }

    private static boolean isAtMostOneMinorAbove(K0sVersion wanted, K0sVersion version) {
        return wanted.major() == version.major() && wanted.minor() <= version.minor() + 1;
    }
}
