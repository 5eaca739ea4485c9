package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.ServerLauncher;

/** etcd played against another etcd: a difference here is a fault of the test itself. */
class EtcdDifferentialIT extends DifferentialScenario {

    EtcdDifferentialIT() {
        super(3, true);
    }

    @Override
    protected ServerLauncher launcher() {
        return EtcdProcess::start;
    }
}
