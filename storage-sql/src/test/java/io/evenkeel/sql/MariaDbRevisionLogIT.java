package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.RevisionLogContract;

final class MariaDbRevisionLogIT extends RevisionLogContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedMariaDb.settings(FreshName.of(name)));
    }
}
