package io.evenkeel.simulation;

import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.MemberRegistry;
import java.util.List;

/** The list of members as one replica reaches it. */
record SimulatedMembers(SimulatedDatastore datastore) implements MemberRegistry {

    @Override
    public List<Member> beat(Member self) {
        datastore.call();
        List<Member> live = datastore.members.beat(self);
        datastore.delay();
        return live;
    }

    @Override
    public void leave(long id) {
        datastore.call();
        datastore.members.leave(id);
    }
}
