package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.RevisionLogContract;

@EveryVersion
final class ContainersRevisionLogIT extends RevisionLogContract {

    private final String image;

    ContainersRevisionLogIT(String image) {
        this.image = image;
    }

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(ContainerDatabases.of(image).common(FreshName.of(name)));
    }
}
