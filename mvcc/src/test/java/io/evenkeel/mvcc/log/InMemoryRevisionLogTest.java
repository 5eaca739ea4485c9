package io.evenkeel.mvcc.log;

final class InMemoryRevisionLogTest extends RevisionLogContract {

    @Override
    protected DatastoreUnderTest open(String name) {
        return new InMemoryDatastore();
    }
}
