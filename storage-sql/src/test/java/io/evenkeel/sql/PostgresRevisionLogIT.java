package io.evenkeel.sql;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.RevisionLogContract;

final class PostgresRevisionLogIT extends RevisionLogContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedPostgres17.settings(FreshName.of(name)));
    }
}
