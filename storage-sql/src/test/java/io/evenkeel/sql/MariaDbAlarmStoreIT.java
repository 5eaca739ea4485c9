package io.evenkeel.sql;

import io.evenkeel.mvcc.alarm.AlarmStoreContract;
import io.evenkeel.mvcc.log.DatastoreUnderTest;

final class MariaDbAlarmStoreIT extends AlarmStoreContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return SqlDatastoreUnderTest.open(EmbeddedMariaDb.settings(FreshName.of(name)));
    }
}
