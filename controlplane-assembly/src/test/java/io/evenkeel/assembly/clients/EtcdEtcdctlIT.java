package io.evenkeel.assembly.clients;

import io.evenkeel.assembly.tools.EtcdProcess;
import io.evenkeel.assembly.tools.ServerLauncher;

/** etcdctl on the etcd it belongs to: a failure here is a fault of the test itself. */
class EtcdEtcdctlIT extends EtcdctlScenario {

    @Override
    protected ServerLauncher launcher() {
        return EtcdProcess::start;
    }
}
