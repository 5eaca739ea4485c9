package io.evenkeel.mvcc.member;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.InMemoryDatastore;

class InMemoryMemberRegistryTest extends MemberRegistryContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return new InMemoryDatastore();
    }
}
