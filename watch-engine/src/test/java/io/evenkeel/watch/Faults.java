package io.evenkeel.watch;

import io.evenkeel.mvcc.replica.EntryListener;

/** What is put between a hub and its surroundings to break it. By default nothing. */
interface Faults {

    Faults NONE = new Faults() {};

    default History history(History history) {
        return history;
    }

    default WatchStream stream(WatchStream stream) {
        return stream;
    }

    default EntryListener listener(EntryListener listener) {
        return listener;
    }

    default WatchRequest request(WatchRequest request) {
        return request;
    }
}
