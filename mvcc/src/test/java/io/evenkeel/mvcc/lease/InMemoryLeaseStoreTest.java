package io.evenkeel.mvcc.lease;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.InMemoryDatastore;

final class InMemoryLeaseStoreTest extends LeaseStoreContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return new InMemoryDatastore();
    }
}
