package io.evenkeel.e2e.clients;

import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.ServerLauncher;

/** etcdctl on the etcd it belongs to: a failure here is a fault of the test itself. */
class EtcdEtcdctlIT extends EtcdctlScenario {

    @Override
    protected ServerLauncher launcher() {
        return EtcdProcess::start;
    }
}
