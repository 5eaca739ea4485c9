package io.evenkeel.e2e.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.api.proto.WatchResponse;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import java.util.concurrent.BlockingQueue;

/** The command, and what is looked at afterwards whatever it came from. */
final class Migrate {

    private Migrate() {}

    static Command into(Backend.Datastore target, String... from) {
        return EvenkeelCommandLine.of("migrate", "--to=" + target.url(), "--to-store=" + target.store())
                .with(from);
    }

    /** A watcher that has not seen everything is told to list again; one that has goes on. */
    static void watchersGoOnOrAreTold(ApiClient client, long headBefore) throws InterruptedException {
        for (long revision : new long[] {1, headBefore - 5, headBefore}) {
            BlockingQueue<WatchResponse> told = client.watch(revision);
            ApiClient.take(told);
            WatchResponse cancelled = ApiClient.take(told);
            assertThat(cancelled.getCanceled()).isTrue();
            assertThat(cancelled.getCompactRevision()).isEqualTo(headBefore + 1);
        }
        BlockingQueue<WatchResponse> told = client.watch(headBefore + 1);
        assertThat(ApiClient.take(told).getCreated()).isTrue();
        String key = "/registry/configmaps/default/after";
        assertThat(client.create(key, "after", 0)).isEqualTo(headBefore + 2);
        WatchResponse response = ApiClient.take(told);
        assertThat(response.getEventsList()).hasSize(1);
        assertThat(response.getEvents(0).getKv().getKey().toStringUtf8()).isEqualTo(key);
        client.delete(key, headBefore + 2);
    }
}
