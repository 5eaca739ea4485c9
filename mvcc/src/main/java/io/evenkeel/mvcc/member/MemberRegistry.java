package io.evenkeel.mvcc.member;

import java.time.Duration;
import java.util.List;

/**
 * The port to where the servers of a store are listed. A member lives for {@link #LIFETIME} after each {@link #beat}, by
 * the datastore's clock, so that all see the same ones. Nobody's permission is needed to join or to leave.
 *
 * <p>All methods block, may be called from any thread, and throw {@link io.evenkeel.mvcc.log.DatastoreException} when the
 * datastore cannot be reached.
 */
public interface MemberRegistry {

    /** How long after its last beat a member counts as alive. */
    Duration LIFETIME = Duration.ofSeconds(5);

    /**
     * Says that {@code self} is alive.
     *
     * @return all live members, {@code self} among them, in the order in which they joined. Who was not alive and beats
     *     again has joined anew.
     */
    List<Member> beat(Member self);

    /** Takes a member off the list at once; nothing happens when it is not on it. */
    void leave(long id);

    /** The registry of a store that one process has to itself. */
    static MemberRegistry alone() {
        return new MemberRegistry() {
            @Override
            public List<Member> beat(Member self) {
                return List.of(self);
            }

            @Override
            public void leave(long id) {}
        };
    }
}
