package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.member.MemberRegistryContract;

final class MariaDbMemberRegistryIT extends MemberRegistryContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedMariaDb.settings(FreshName.of(name)));
    }
}
