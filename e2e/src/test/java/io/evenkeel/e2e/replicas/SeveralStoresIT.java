package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Backend;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two stores in one database, with the same traffic on both, down to the names of keys and leases, at the same time: neither
 * notices the other's revisions, compactions or leases.
 */
class SeveralStoresIT {

    private static final int ANSWERS = 2000;

    @ParameterizedTest
    @EnumSource(names = {"POSTGRES", "MARIADB"})
    void areIndependent(Backend backend) {
        try (Cluster one = Cluster.start(backend, 2);
                Cluster other = Cluster.start(backend, 2);
                Traffic traffic = Traffic.start(one.nodes(), 8);
                Traffic otherTraffic = Traffic.start(other.nodes(), 8)) {
            traffic.awaitAnswers(ANSWERS);
            otherTraffic.awaitAnswers(ANSWERS);
            Verdict.pass("one of two stores on " + backend, traffic.finish(one.nodes()));
            Verdict.pass("the other of two stores on " + backend, otherTraffic.finish(other.nodes()));
        }
    }
}
