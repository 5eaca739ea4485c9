package io.evenkeel.mvcc.alarm;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import io.evenkeel.mvcc.log.InMemoryDatastore;

class InMemoryAlarmStoreTest extends AlarmStoreContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return new InMemoryDatastore();
    }
}
