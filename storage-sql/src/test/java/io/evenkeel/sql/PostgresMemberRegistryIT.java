package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.member.MemberRegistryContract;

final class PostgresMemberRegistryIT extends MemberRegistryContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedPostgres17.settings(FreshName.of(name)));
    }
}
