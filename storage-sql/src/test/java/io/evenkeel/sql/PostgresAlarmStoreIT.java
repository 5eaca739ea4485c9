package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.AlarmStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;

final class PostgresAlarmStoreIT extends AlarmStoreContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedPostgres17.settings(FreshName.of(name)));
    }
}
