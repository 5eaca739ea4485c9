package io.evenkeel.mvcc.replica;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Something that works or does not: the log is told when that changes, however often it is tried meanwhile, and of the first few
 * reasons that are different ones: a connection that was ended is not yet a password that is wrong. For one thread.
 */
public final class Outage {

    private static final int REASONS = 3;
    private static final String STILL = "The datastore is still away";

    private final Logger logger;
    private final String begun;
    private final String over;
    private final Set<String> reasons = new HashSet<>();

    /**
     * Nothing is wrong yet.
     *
     * @param begun what is logged when it stops to work, followed by why
     * @param over what is logged when it works again
     */
    public Outage(Logger logger, String begun, String over) {
        this.logger = logger;
        this.begun = begun;
        this.over = over;
    }

    /** It has not worked, because of {@code failure}. */
    public void noteFailure(Throwable failure) {
        if (reasons.size() < REASONS && reasons.add(String.valueOf(failure.getMessage()))) {
            logger.warn("{}: {}", reasons.size() == 1 ? begun : STILL, failure.getMessage());
        }
    }

    /** It has worked. */
    public void noteSuccess() {
        if (!reasons.isEmpty()) {
            reasons.clear();
            logger.info("{}", over);
        }
    }
}
