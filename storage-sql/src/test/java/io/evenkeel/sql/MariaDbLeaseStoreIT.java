package io.evenkeel.sql;

import io.evenkeel.mvcc.lease.LeaseStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;

final class MariaDbLeaseStoreIT extends LeaseStoreContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedMariaDb.settings(FreshName.of(name)));
    }
}
