package io.evenkeel.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.ServerUnderTest;

/** A store is overwritten until its quota is used up, and an administrator makes room again with etcdctl, as etcd's manual says. */
final class QuotaScenario {

    /** The smallest that an etcd begins with is some hundred KiB. */
    static final String QUOTA_FLAG = "--quota-backend-bytes=" + (4 << 20);

    private static final String VALUE = "v".repeat(100_000);
    private static final int MORE_THAN_FIT = 200;
    private static final String NO_SPACE = "etcdserver: mvcc: database space exceeded";

    private QuotaScenario() {}

    /**
     * @param server started with {@link #QUOTA_FLAG}
     * @param other another server of the same store, or the same one
     */
    static void play(ServerUnderTest server, ServerUnderTest other) {
        Etcdctl etcdctl = Etcdctl.of(server);
        etcdctl.lines("put", "small", "1");
        String lease = etcdctl.json("lease", "grant", "600").at("/ID").asText();

        int written = 0;
        while (written < MORE_THAN_FIT && etcdctl.succeeds("put", "large", VALUE)) {
            written++;
        }
        assertThat(written).as("values of 100 kB").isBetween(20, 60);

        assertThat(etcdctl.error("put", "large", VALUE)).contains(NO_SPACE);
        etcdctl.awaitOutput("NOSPACE", "alarm", "list");
        assertThat(etcdctl.error("put", "small", "2")).contains(NO_SPACE);
        assertThat(etcdctl.error("lease", "grant", "600")).contains(NO_SPACE);
        Etcdctl.of(other).awaitOutput(NO_SPACE, "lease", "grant", "600");
        assertThat(etcdctl.lines("get", "small")).containsExactly("small", "1");
        assertThat(etcdctl.lines("del", "absent")).containsExactly("0");
        assertThat(etcdctl.lines("lease", "revoke", Long.toHexString(Long.parseLong(lease))))
                .hasSize(1);

        String head = etcdctl.json("get", "small").at("/header/revision").asText();
        etcdctl.lines("compact", head, "--physical");
        etcdctl.lines("defrag");
        assertThat(etcdctl.error("put", "small", "2"))
                .as("until it is disarmed")
                .contains(NO_SPACE);

        etcdctl.lines("alarm", "disarm");
        assertThat(etcdctl.lines("alarm", "list")).isEmpty();
        assertThat(etcdctl.lines("put", "small", "2")).containsExactly("OK");
        Etcdctl.of(other).awaitOutput("OK", "put", "small", "3");
    }
}
