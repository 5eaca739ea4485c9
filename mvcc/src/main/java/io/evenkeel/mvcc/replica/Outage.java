package io.evenkeel.mvcc.replica;

import org.slf4j.Logger;

/** Something that works or does not: the log is told when that changes, however often it is tried meanwhile. For one thread. */
public final class Outage {

    private final Logger logger;
    private final String begun;
    private final String over;
    private boolean lasts;

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
        if (!lasts) {
            lasts = true;
            logger.warn("{}: {}", begun, failure.getMessage());
        }
    }

    /** It has worked. */
    public void noteSuccess() {
        if (lasts) {
            lasts = false;
            logger.info("{}", over);
        }
    }
}
