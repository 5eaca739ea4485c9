package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreException;
import java.util.ArrayDeque;
import java.util.Deque;

/** What is closed together, the last opened first, and all of it even when one fails. */
final class Resources implements AutoCloseable {

    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    <T extends AutoCloseable> T add(T resource) {
        resources.addFirst(resource);
        return resource;
    }

    /**
     * Closes everything.
     *
     * @throws DatastoreException with every failure, when there was any
     */
    @Override
    public void close() {
        var failed = new DatastoreException("the datastore could not be closed cleanly");
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        resources.clear();
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}
