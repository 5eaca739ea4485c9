package io.evenkeel.sql;

import io.evenkeel.mvcc.lease.LeaseStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;

@EveryVersion
final class ContainersLeaseStoreIT extends LeaseStoreContract {

    private final String image;

    ContainersLeaseStoreIT(String image) {
        this.image = image;
    }

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(ContainerDatabases.of(image).common(FreshName.of(name)));
    }
}
