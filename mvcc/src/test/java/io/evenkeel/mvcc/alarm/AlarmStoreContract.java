package io.evenkeel.mvcc.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.mvcc.log.DatastoreUnderTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link AlarmStore} does. A subclass supplies the datastore. */
public abstract class AlarmStoreContract {

    private static final Alarm FULL = new Alarm(-5, Alarm.Kind.NO_SPACE);
    private static final Alarm ALSO_FULL = new Alarm(7, Alarm.Kind.NO_SPACE);
    private static final Alarm CORRUPT = new Alarm(-5, Alarm.Kind.CORRUPT);

    private DatastoreUnderTest store;
    private AlarmStore alarms;

    /** A fresh, empty store; two with different names share one database, where that is possible. */
    protected abstract DatastoreUnderTest open(String name);

    @BeforeEach
    void openStore() {
        store = open("contract");
        alarms = store.alarms();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void listsWhatIsRaisedByKindAndMember() {
        assertThat(alarms.list()).isEmpty();
        alarms.raise(CORRUPT);
        alarms.raise(ALSO_FULL);
        alarms.raise(FULL);

        assertThat(alarms.list()).containsExactly(FULL, ALSO_FULL, CORRUPT);
    }

    @Test
    void raisesAnAlarmOnce() {
        alarms.raise(FULL);
        alarms.raise(FULL);

        assertThat(alarms.list()).containsExactly(FULL);
    }

    @Test
    void clearsOneAlarm() {
        alarms.raise(FULL);
        alarms.raise(CORRUPT);

        assertThat(alarms.clear(FULL)).isTrue();
        assertThat(alarms.clear(FULL)).isFalse();
        assertThat(alarms.list()).containsExactly(CORRUPT);
    }

    @Test
    void storesAreIndependent() {
        alarms.raise(FULL);

        try (DatastoreUnderTest neighbour = open("neighbour")) {
            assertThat(neighbour.alarms().list()).isEmpty();
        }
    }
}
