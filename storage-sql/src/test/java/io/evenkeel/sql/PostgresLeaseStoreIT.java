package io.evenkeel.sql;

import io.evenkeel.mvcc.lease.LeaseStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;

final class PostgresLeaseStoreIT extends LeaseStoreContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedPostgres17.settings(FreshName.of(name)));
    }
}
